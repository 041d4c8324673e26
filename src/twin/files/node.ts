/** A file, directory or link of the handset. */
export type FileNode =
  | { readonly kind: 'file'; mode: number; uid: number; mtimeMs: number; bytes: Buffer }
  | {
      readonly kind: 'directory';
      mode: number;
      uid: number;
      mtimeMs: number;
      readonly entries: Map<string, FileNode>;
    }
  | { readonly kind: 'link'; mode: number; uid: number; mtimeMs: number; readonly target: string };

export type DirectoryNode = Extract<FileNode, { kind: 'directory' }>;

/** Linux errno names with their numbers and the words that toybox prints. */
export const FILE_FAULTS = {
  ENOENT: [2, 'No such file or directory'],
  EACCES: [13, 'Permission denied'],
  EBUSY: [16, 'Device or resource busy'],
  EEXIST: [17, 'File exists'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  EINVAL: [22, 'Invalid argument'],
  EROFS: [30, 'Read-only file system'],
  ENOTEMPTY: [39, 'Directory not empty'],
  ELOOP: [40, 'Too many symbolic links encountered'],
} as const;

export type FileFaultCode = keyof typeof FILE_FAULTS;

/** What a file operation throws inside the twin; never leaves it. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
  readonly code: FileFaultCode;

  constructor(code: FileFaultCode) {
    super(FILE_FAULTS[code][1]);
    this.code = code;
  }
}

/** An empty directory. */
export const makeDirectory = (mode: number, uid: number, mtimeMs: number): DirectoryNode => ({
  kind: 'directory',
  mode,
  uid,
  mtimeMs,
  entries: new Map(),
});

const TYPE_BITS = { file: 0o100_000, directory: 0o40_000, link: 0o120_000 } as const;

/** Type and permission bits as stat(2) gives them. */
export const statMode = (node: FileNode): number => TYPE_BITS[node.kind] | node.mode;

/** Size as stat(2) gives it. */
export const sizeOf = (node: FileNode): number => {
  if (node.kind === 'file') return node.bytes.length;
  return node.kind === 'link' ? Buffer.byteLength(node.target) : 4096;
};
