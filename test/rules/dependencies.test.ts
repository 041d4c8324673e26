import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PROJECT } from './planted-tree.ts';

const textByName = z.record(z.string(), z.string());
const packageSchema = z.object({
  dependencies: textByName,
  devDependencies: textByName,
  dependenciesBecause: textByName,
  overrides: textByName,
  overridesBecause: textByName,
});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      /** True where it comes inside another package's archive. */
      inBundle: z.boolean().optional(),
      dependencies: textByName.optional(),
      optionalDependencies: textByName.optional(),
    }),
  ),
});

const read = (file: string): unknown => JSON.parse(readFileSync(join(PROJECT, file), 'utf8'));
const manifest = packageSchema.parse(read('package.json'));
const lock = lockSchema.parse(read('package-lock.json')).packages;

/** Folders in which Node would look for a package that the one at `from` names, innermost first. */
const placesOf = (from: string, name: string): readonly string[] => {
  const parts = from === '' ? [] : from.split('/node_modules/');
  return parts
    .map((_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
};

describe('dependencies', () => {
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };

  it('each has its reason, and no reason stands alone', () => {
    expect(Object.keys(manifest.dependenciesBecause).sort()).toEqual(Object.keys(declared).sort());
    expect(Object.keys(manifest.overridesBecause).sort()).toEqual(Object.keys(manifest.overrides).sort());
    for (const reason of Object.values({ ...manifest.dependenciesBecause, ...manifest.overridesBecause }))
      expect(reason).toMatch(/^[A-Z].{10,}\.$/);
  });

  it.each(Object.entries(declared))('%s@%s is pinned', (name, version) => {
    expect(version).toMatch(name === 'typescript' ? /^~6\.0\.\d+$/ : /^\d+\.\d+\.\d+$/);
  });
});

describe('the lockfile', () => {
  // npm ci refuses a lockfile that lacks so much as another platform's optional binary.
  it('holds every package that another one names', () => {
    const missing = Object.entries(lock).flatMap(([from, { dependencies, optionalDependencies, inBundle }]) =>
      Object.keys(inBundle === true ? {} : { ...dependencies, ...optionalDependencies })
        .filter((name) => !placesOf(from, name).some((place) => place in lock))
        .map((name) => `${from} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('pins every package by its hash', () => {
    const unhashed = Object.entries(lock).filter(
      ([place, { integrity, inBundle }]) => place !== '' && inBundle !== true && integrity === undefined,
    );
    expect(unhashed.map(([place]) => place)).toEqual([]);
  });
});
