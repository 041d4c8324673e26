import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLine } from '../../support/run-line.ts';
import { type UsedMachine, withMachine } from '../../support/with-machine.ts';

describe('the shell', () => {
  let used: UsedMachine;
  beforeAll(async () => {
    used = await withMachine();
  });
  afterAll(() => used[Symbol.asyncDispose]());

  it.each([
    ['echo a; echo b', 'a\nb\n'],
    ['false && echo no || echo yes', 'yes\n'],
    ['true || echo no; echo yes', 'yes\n'],
    ['false; echo $?', '1\n'],
    ['! false && echo yes', 'yes\n'],
    ['A=1; export B=2; echo $A ${B} ${C:-3}', '1 2 3\n'],
    ['echo "a $A b" \'$A\' \\$A', 'a  b $A $A\n'],
    [`export ANDROID_LOG_TAGS="''"; echo $ANDROID_LOG_TAGS`, "''\n"],
    [`echo ''abc'' a\\:b`, 'abc a:b\n'],
    ['echo $(echo a b; echo c) `echo d`', 'a b c d\n'],
    ['for i in 1 2 3; do echo -n $i; done', '123'],
    ['if [ -e /data/local/tmp ]; then echo in; else echo out; fi', 'in\n'],
    ['if [ a = b ]; then echo 1; elif [ 2 -gt 1 ]; then echo 2; fi', '2\n'],
    ['(cd /sdcard; pwd_is=$?; echo $pwd_is); echo "[$pwd_is]"', '0\n[]\n'],
    ['echo b > /sdcard/x; echo a >> /sdcard/x; sort < /sdcard/x', 'a\nb\n'],
    ['ls /nope 2>/dev/null; echo $?', '1\n'],
    ['ls /nope 2>&1 | wc -l', '1\n'],
    ['echo one two | tr a-z x | cut -d " " -f 2', 'two\n'],
    [
      'rm -f /sdcard/g*; touch /sdcard/g1 /sdcard/g2; echo /sdcard/g* /sdcard/h*',
      '/sdcard/g1 /sdcard/g2 /sdcard/h*\n',
    ],
    ['printf "%s-%s\\n" a b', 'a-b\n'],
    ['# a comment\necho after', 'after\n'],
    [`sh -c 'echo inner; A=2'; echo $A`, 'inner\n\n'],
    ['command -v getprop; which nope; echo $?', '/system/bin/getprop\n1\n'],
  ])('runs %s', async (line, stdout) => {
    expect((await runLine(used.machine, line)).stdout).toBe(stdout);
  });

  it.each([
    ['exit 9; echo no', 9],
    ['false', 1],
    ['true | false', 1],
    ['false | true', 0],
  ])('ends %s with %d', async (line, code) => {
    expect(await runLine(used.machine, line)).toMatchObject({ code, stdout: '' });
  });

  it('ends a writer whose reader has gone', async () => {
    expect((await runLine(used.machine, 'logcat | head -n 1')).stdout).toBe('--------- beginning of main\n');
  });

  it('tells of a file that it cannot write', async () => {
    const { code, stderr } = await runLine(used.machine, 'echo x > /system/x');
    expect(code).toBe(1);
    expect(stderr).toContain('Read-only file system');
  });

  it('survives nesting without end', async () => {
    const line = `${'$('.repeat(200)}echo x${')'.repeat(200)}`;
    expect((await runLine(used.machine, `echo ${line}; ${'('.repeat(500)}true`)).code).toBeTypeOf('number');
  });

  it('answers 127 to what it does not know, and remembers it', async () => {
    await using other = await withMachine();
    expect(await runLine(other.machine, 'lds -l /x')).toEqual({
      code: 127,
      stdout: '',
      stderr: '/system/bin/sh: lds: inaccessible or not found\n',
    });
    expect(other.machine.unknownCommands).toEqual(['lds -l /x']);
  });
});
