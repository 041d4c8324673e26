import { describe, expect, it } from 'vitest';
import { startTwin } from '#twin/twin';
import { makeTwin } from '../support/make-twin.ts';
import { HAS_ADB, startAdb } from '../support/start-adb.ts';
import { startAppium } from '../support/start-appium.ts';

describe.skipIf(!HAS_ADB)('three twins side by side', () => {
  it('keep their states apart', async () => {
    await using adb = await startAdb();
    await using appium = await startAppium(adb);
    const names = ['Ada', 'Grace', 'Mary'];
    const work = names.map(async (name) => {
      await using twin = await startTwin({ twin: makeTwin() });
      await adb.connect(twin.address);
      const driver = await appium.session(twin.address);
      await driver.execute('mobile: startActivity', {
        component: 'com.android.contacts/.activities.PeopleActivity',
      });
      for (const number of ['+447700900001', '+447700900002']) {
        await driver.$('~Create new contact').click();
        await driver.$('//android.widget.EditText[@hint="Name"]').setValue(name);
        await driver.$('//android.widget.EditText[@hint="Phone"]').setValue(number);
        await driver.$('~OK').click();
      }
      await driver.deleteSession();
      expect(twin.machine.unknownCommands).toEqual([]);
      return (await twin.control.snapshot()).contacts.map((contact) => contact.name);
    });
    expect(await Promise.all(work)).toEqual(names.map((name) => [name, name]));
  }, 120_000);
});
