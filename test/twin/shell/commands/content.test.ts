import { describe, expect, it } from 'vitest';
import { runLine } from '../../../support/run-line.ts';
import { withMachine } from '../../../support/with-machine.ts';

const SMS_TAIL = [
  'deleted=0, sync_state=0, marker=0, source=NULL, bind_id=0, mx_status=0, mx_id=NULL, out_time=0, account=NULL',
  'sim_id=1, block_type=0, advanced_seen=3',
].join(', ');

describe('content', () => {
  it('shows messages with the vendor columns, bodies as they are', async () => {
    await using used = await withMachine();
    expect((await runLine(used.machine, 'content query --uri content://sms')).stdout).toBe(
      'No result found.\n',
    );
    const body = 'first, with comma\nsecond type=2';
    await used.twin.control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: body });
    const { stdout } = await runLine(used.machine, 'content query --uri content://sms/inbox');
    expect(stdout).toMatch(/^Row: 0 _id=1, thread_id=1, address=\+447700900001, person=NULL, date=\d+/);
    expect(stdout).toContain(`body=${body}, service_center=+447700900900`);
    expect(stdout).toContain(SMS_TAIL);
    expect((await runLine(used.machine, 'content query --uri content://sms/sent')).stdout).toBe(
      'No result found.\n',
    );
  });

  it('marks messages that went to the cloud once the owner has opted in', async () => {
    await using used = await withMachine();
    used.machine.handset.consents.choose('cloud-sync', true);
    used.machine.handset.consents.choose('cloud-messaging', true);
    await used.twin.control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'x' });
    const { stdout } = await runLine(
      used.machine,
      'content query --uri content://sms --projection address:sync_state:mx_status --where "address=\'+447700900001\'"',
    );
    expect(stdout).toBe('Row: 0 address=+447700900001, sync_state=2, mx_status=1\n');
  });

  it('plants and takes away a contact, which fires its event once it has a number', async () => {
    await using used = await withMachine();
    const base = 'content insert --uri content://com.android.contacts';
    const data = `${base}/data --bind raw_contact_id:i:1 --bind mimetype:s:vnd.android.cursor.item`;
    await runLine(used.machine, `${base}/raw_contacts --bind account_type:n: --bind account_name:n:`);
    await runLine(used.machine, `${data}/name --bind data1:s:'Ada: Lovelace'`);
    expect(used.events).toEqual([]);
    await runLine(used.machine, `${data}/phone_v2 --bind data1:s:+447700900001`);
    expect(used.events).toMatchObject([
      {
        name: 'contact.added',
        fields: { 'contact.name': 'Ada: Lovelace', 'contact.number': '+447700900001' },
      },
    ]);
    const { stdout } = await runLine(
      used.machine,
      'content query --uri content://com.android.contacts/data/phones --projection display_name:data1',
    );
    expect(stdout).toBe('Row: 0 display_name=Ada: Lovelace, data1=+447700900001\n');
    await runLine(
      used.machine,
      'content delete --uri content://com.android.contacts/raw_contacts --where "_id=\'1\'"',
    );
    expect(used.machine.handset.people.contacts.list()).toEqual([]);
  });

  it('drops messages that the shell would write, as Android does; root may', async () => {
    await using used = await withMachine();
    const line = 'content insert --uri content://sms/inbox --bind address:s:+447700900001 --bind body:s:x';
    await runLine(used.machine, line);
    expect(used.machine.handset.people.messages.list()).toEqual([]);
    await runLine(used.machine, line, 0);
    expect(used.machine.handset.people.messages.list()).toHaveLength(1);
  });

  it.each([
    [
      '--uri content://sms --projection contains_otp',
      'android.database.sqlite.SQLiteException: no such column: contains_otp',
    ],
    ['--uri content://nowhere', 'java.lang.IllegalArgumentException: Unknown URL content://nowhere'],
  ])('tells of %s on stdout, with status 0', async (options, words) => {
    await using used = await withMachine();
    const { code, stdout } = await runLine(used.machine, `content query ${options}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Error while accessing provider:/);
    expect(stdout).toContain(words);
  });

  it('refuses the call log where the profile has it', async () => {
    await using used = await withMachine({ traps: { callLogRefused: true } });
    const { code, stdout } = await runLine(used.machine, 'content query --uri content://call_log/calls');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'requires android.permission.READ_CALL_LOG or android.permission.WRITE_CALL_LOG',
    );
  });
});
