import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningTwin, startTwin } from '#twin/twin';
import { makeTwin } from '../../support/make-twin.ts';
import { type Adb, HAS_ADB, startAdb } from '../../support/start-adb.ts';
import { type Appium, startAppium } from '../../support/start-appium.ts';

describe.skipIf(!HAS_ADB)('the real UiAutomator2 driver of the real Appium, without shortcuts', () => {
  let adb: Adb;
  let appium: Appium;
  let twin: RunningTwin;
  let driver: WebdriverIO.Browser;
  beforeAll(async () => {
    adb = await startAdb();
    twin = await startTwin({ twin: makeTwin() });
    await adb.connect(twin.address);
    appium = await startAppium(adb);
    driver = await appium.session(twin.address);
  }, 120_000);
  afterAll(async () => {
    await driver.deleteSession();
    expect(twin.machine.isAutomationRunning()).toBe(false);
    expect(twin.machine.unknownCommands).toEqual([]);
    expect(await twin.control.faults()).toEqual([]);
    await appium[Symbol.asyncDispose]();
    await adb[Symbol.asyncDispose]();
    await twin[Symbol.asyncDispose]();
  }, 60_000);

  const tap = async (locator: string): Promise<void> => {
    await driver.$(locator).click();
  };
  const text = (words: string): string => `//*[@text="${words}"]`;

  it('installed its own packages', async () => {
    const { packages } = await twin.control.snapshot();
    expect(Object.keys(packages)).toEqual(
      expect.arrayContaining(['io.appium.settings', 'io.appium.uiautomator2.server']),
    );
  });

  it('walks through the first-boot wizard, and every tick is a choice', async () => {
    await tap('id=com.android.provision:id/group_primary_button');
    await tap(text('Next'));
    await tap(text('Disagree'));
    const boxes = await driver.$$('android.widget.CheckBox').getElements();
    for (const box of boxes) if ((await box.getAttribute('checked')) === 'true') await box.click();
    await tap(text('Next'));
    await tap('android=new UiSelector().text("Done")');
    const { consents, settings } = await twin.control.snapshot();
    expect(consents).toMatchObject({ 'privacy-policy': 'declined', 'user-experience': 'declined' });
    expect(settings.secure).toMatchObject({
      upload_log_pref: '0',
      user_setup_complete: '1',
      location_mode: '0',
    });
  });

  it('finds by id, xpath, accessibility id, UiAutomator and class', async () => {
    await driver.pressKeyCode(3);
    await tap('~Contacts');
    expect(await driver.$('id=com.android.contacts:id/floating_action_button').isExisting()).toBe(true);
    expect(
      await driver.$('//android.widget.ImageButton[@content-desc="Create new contact"]').isExisting(),
    ).toBe(true);
    expect(await driver.$('android=new UiSelector().descriptionContains("new contact")').isExisting()).toBe(
      true,
    );
    expect(await driver.$('android.widget.ImageButton').isExisting()).toBe(true);
    expect(await driver.$('~No such thing').isExisting()).toBe(false);
  });

  it('adds a contact', async () => {
    await tap('~Create new contact');
    await driver.$('//android.widget.EditText[@hint="Name"]').setValue('Ada Lovelace');
    await driver.$('//android.widget.EditText[@hint="Phone"]').setValue('+447700900001');
    await driver.$('//android.widget.EditText[@hint="Phone"]').clearValue();
    await driver.$('//android.widget.EditText[@hint="Phone"]').setValue('+447700900002');
    await tap('~OK');
    expect((await twin.control.snapshot()).contacts).toMatchObject([
      { name: 'Ada Lovelace', number: '+447700900002' },
    ]);
    expect(await driver.$(text('Ada Lovelace')).isDisplayed()).toBe(true);
  });

  it('calls an element stale when its screen has gone', async () => {
    const row = await driver.$(text('Ada Lovelace')).getElement();
    await driver.back();
    await expect(driver.getElementText(row.elementId)).rejects.toThrow(/stale|no longer|does not exist/i);
  });

  it('scrolls to a settings row and back-reads a toggle', async () => {
    await driver.execute('mobile: startActivity', { component: 'com.android.settings/.MainSettings' });
    expect(await driver.$(text('Passwords & security')).isExisting()).toBe(false);
    await tap(
      'android=new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(new UiSelector().text("Passwords & security"))',
    );
    await tap(text('Privacy'));
    const box = driver.$('//*[@text="User Experience Program"]/../..//android.widget.CheckBox');
    expect(await box.getAttribute('checked')).toBe('false');
    await box.click();
    expect(await box.getAttribute('checked')).toBe('true');
    const args = { command: 'settings', args: ['get', 'secure', 'upload_log_pref'] };
    expect(String(await driver.execute('mobile: shell', args)).trim()).toBe('1');
  });

  it('gives the tree and a picture of the screen', async () => {
    expect(await driver.getPageSource()).toContain('resource-id="android:id/checkbox"');
    const picture = Buffer.from(await driver.takeScreenshot(), 'base64');
    expect(picture.readUInt32BE(16)).toBe(1080);
    expect(picture.readUInt32BE(20)).toBe(2400);
  });

  it('pushes and pulls files through the driver', async () => {
    await driver.pushFile('/data/local/tmp/f', Buffer.from('over').toString('base64'));
    expect(Buffer.from(await driver.pullFile('/data/local/tmp/f'), 'base64').toString()).toBe('over');
  });

  it('scrolls by gestures and W3C actions', async () => {
    await driver.execute('mobile: startActivity', { component: 'com.android.settings/.MainSettings' });
    const area = { left: 100, top: 600, width: 800, height: 1200 };
    await driver.execute('mobile: swipeGesture', { ...area, direction: 'up', percent: 1 });
    expect(await driver.$(text('Mi Account')).isExisting()).toBe(false);
    await driver
      .action('pointer', { parameters: { pointerType: 'touch' } })
      .move({ x: 500, y: 600 })
      .down()
      .move({ x: 500, y: 2300 })
      .up()
      .perform();
    await driver.action('pointer').move({ x: 500, y: 600 }).down().move({ x: 500, y: 2300 }).up().perform();
    expect(await driver.$(text('Mi Account')).isExisting()).toBe(true);
  });
});
