declare module 'snappyjs' {
  const snappy: { readonly compress: (input: Uint8Array) => Uint8Array };
  export default snappy;
}
