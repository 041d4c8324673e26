import { describe, expect, it } from 'vitest';
import { fitsSelector, parseUiSelector } from '#twin/uiautomator/selector';

const node = {
  text: 'Cloud Messaging',
  'content-desc': 'toggle',
  'resource-id': 'android:id/checkbox',
  class: 'android.widget.CheckBox',
  checked: 'true',
  clickable: 'true',
};

describe('UiSelector', () => {
  it.each([
    ['new UiSelector().text("Cloud Messaging")', true],
    ['new UiSelector().text("Cloud")', false],
    ['new UiSelector().textContains("messag")', true],
    ['new UiSelector().textStartsWith("Cloud")', true],
    ['new UiSelector().textMatches("Cloud .*")', true],
    ['new UiSelector().textMatches("(")', false],
    ['new UiSelector().resourceId("android:id/checkbox").checked(true)', true],
    ['new UiSelector().resourceId("android:id/checkbox").checked(false)', false],
    ['new UiSelector().resourceIdMatches(".*checkbox")', true],
    ['new UiSelector().className("android.widget.Switch")', false],
    ['new UiSelector().description("toggle").clickable(true)', true],
    ['UiSelector().descriptionContains("ogg")', true],
    ['new UiSelector().text("with \\"quotes\\"")', false],
  ])('%s fits: %s', (source, fits) => {
    const query = parseUiSelector(source);
    expect(query === null ? null : fitsSelector(node, query.selector)).toBe(fits);
  });

  it('knows an instance and a scrollable around it', () => {
    expect(parseUiSelector('new UiSelector().text("a").instance(2);')?.selector.instance).toBe(2);
    const scrolled =
      'new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(new UiSelector().text("a"))';
    expect(parseUiSelector(scrolled)).toEqual({
      scrolls: true,
      selector: { conditions: [{ method: 'text', argument: 'a' }], instance: -1 },
    });
    expect(parseUiSelector('new UiScrollable(new UiSelector()).scrollTextIntoView("b")')?.scrolls).toBe(true);
  });

  it.each(['', 'nonsense', 'new UiScrollable(', 'x'.repeat(100_000)])(
    'gives null for what it does not know',
    (text) => {
      expect(parseUiSelector(text)).toBeNull();
    },
  );
});
