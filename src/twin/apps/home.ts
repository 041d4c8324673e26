import { column, label, type Screen, type View } from './view.ts';

/** An icon of the home screen. */
export type HomeIcon = { readonly title: string; readonly open: () => void };

/** MIUI's home screen; `icons` are what is installed at the moment it is drawn. */
export const createHomeScreen = (icons: () => readonly HomeIcon[]): Screen => ({
  packageName: 'com.miui.home',
  activity: 'com.miui.home.launcher.Launcher',
  render: () =>
    column(
      label('', 'com.miui.home:id/clock'),
      ...icons().map(({ title, open }): View => ({
        type: 'android.widget.TextView',
        text: title,
        description: title,
        id: 'com.miui.home:id/icon_title',
        onTap: open,
      })),
    ),
  onBack: () => true,
});
