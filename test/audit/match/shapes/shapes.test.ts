import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import { describe, expect, it } from 'vitest';
import type { RouteLink } from '#model/route';
import { MOST_MATCHES } from '#audit/match/kept';
import { compileNeedles } from '#audit/match/compile';
import { makeCanary } from '../../../support/make-canary.ts';
import { makeLayer } from '../../../support/make-layer.ts';
import { scanLayers } from '../../../support/scan-layers.ts';

const none = compileNeedles([]);

const shapes = (body: string, link: RouteLink = { step: 'body' }): readonly string[] =>
  scanLayers(none, [makeLayer(body, { link })], { wallMs: null }).matches.map(
    ({ class: dataClass, level }) => {
      expect(level).toBe('C');
      return dataClass;
    },
  );

describe('unknown values are told by shape and name', () => {
  it.each<[string, string, string]>([
    ['IMEI', '{"imei":"861234050123457"}', 'imei'],
    ['IMEI as a number', '{"deviceImei2":861234050123457}', 'imei'],
    ['IMEI without check digit', 'imei=86123405012345&', 'imei'],
    ['IMEI under the name of an identifier', 'machineCode=861234050123457', 'imei'],
    ['IMEI in a list', '{"imeis":["861234050123457"]}', 'imei'],
    ['IMEI behind another id', 'sn=31e740ac-b18c583_861234050123457', 'imei'],
    ['IMEI in a nested object', '{"imei":{"value":"861234050123457"}}', 'imei'],
    ['IMSI', 'imsi=460011234567890', 'imsi'],
    ['IMSI under the name of a card', 'sim=460011234567890&x=1', 'imsi'],
    ['ICCID', 'iccid=89860189771882344556', 'iccid'],
    ['ICCID without a telling name', '{"x":"8949123450123456781"}', 'iccid'],
    ['Android id', '{"android_id":"4f1c9a77b02e6d35"}', 'android_id'],
    ['Android id, other names', 'andId=4F1C9A77B02E6D35', 'android_id'],
    ['Android id under a device id', '{"deviceId":"4f1c9a77b02e6d35"}', 'android_id'],
    ['GAID', 'gps_adid=6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1', 'gaid'],
    ['GAID of Unity', '{"msg":{"adsid":"6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1"}}', 'gaid'],
    ['GAID, camel', '{"googleAdvertisingId":"6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1"}', 'gaid'],
    ['MAC', '{"mac":"7c:1d:d9:a1:b2:c3"}', 'mac'],
    ['MAC with dashes', 'wifiMac=7C-1D-D9-A1-B2-C3', 'mac'],
    ['MAC bare', 'mac_address=7c1dd9a1b2c3', 'mac'],
    ['BSSID', '{"bssid":"88:89:6d:11:fd:b2"}', 'bssid'],
    ['SSID', '{"ssid":"Casa Marta 5G"}', 'ssid'],
    ['SSID in a form', 'wifi_name=CasaMarta&x=1', 'ssid'],
    ['SSID in a form, escaped', 'wifi_ssid=Casa%20Marta%205G&x=1', 'ssid'],
    ['e-mail', 'u=ada.lovelace@mail.example.org', 'email'],
    ['e-mail of a sender', 'From: <marta@example.net>\nMessage-ID: 1', 'email'],
    ['e-mail in a link', 'href="mailto:marta@example.net"', 'email'],
    ['e-mail in the query of a URL', 'https://x.example/?u=marta@example.net', 'email'],
    ['e-mail in brackets', '[marta@example.net]', 'email'],
    ['international number', '{"to":"+358 40 1234567"}', 'phone'],
    ['international number, plain', 'x=+8613900139000', 'phone'],
    ['number under its name', '{"phoneNumber":"13900139000"}', 'phone'],
    ['number under its name in another language', 'nomor_hp=6281234567890', 'phone'],
    ['own number', '{"msisdn":"358401234567"}', 'phone.own'],
    ['coordinates', '{"lat":39.9042,"lng":116.4074}', 'location'],
    ['coordinates in a form', 'longitude=116.407400&latitude=39.904200', 'location'],
    ['coordinates in one field', '{"location":"39.904200,116.407400"}', 'location'],
    ['coordinates with a field between them', `lng=116.4074&x=${'y'.repeat(400)}&lat=39.9042`, 'location'],
    ['cell', 'locLac=4219&locCid=52407', 'cell'],
    ['own address', '{"clientIp":"39.141.6.206"}', 'ip'],
    ['cell without an area', '{"IMEI1":"0","CELLID":27447555}', 'cell'],
    ['cell by its own name, in a form', 'mcc=460&cell_id=27447555&x=1', 'cell'],
    ['digest under the name of an IMEI', 'imei=638b517159643d21300eb6d6512c4fd1', 'imei'],
    ['digest of an IMEI', '{"imei_md5":"638B517159643D21300EB6D6512C4FD1"}', 'imei'],
    ['digest of an IMEI, by OpenRTB', '{"didsha1":"638b517159643d21300eb6d6512c4fd1aabbccdd"}', 'imei'],
    ['digest of an Android id, by OpenRTB', 'dpidmd5=638b517159643d21300eb6d6512c4fd1', 'android_id'],
    [
      'digest of an IMSI',
      '<imsi_hash>638b517159643d21300eb6d6512c4fd1638b517159643d21300eb6d6512c4fd1</imsi_hash>',
      'imsi',
    ],
    ['MD5 of a MAC', '{"mac":"638b517159643d21300eb6d6512c4fd1"}', 'mac'],
    ['SHA-1 of a MAC', 'macSha1=638b517159643d21300eb6d6512c4fd1aabbccdd&', 'mac'],
    ['digest of a number', 'hashedPhoneNumber=638b517159643d21300eb6d6512c4fd1', 'phone'],
    ['OAID', '{"oaid":"e5b30d9471fac268"}', 'device_id'],
    [
      'OAID of another maker',
      'OAID=638b517159643d21300eb6d6512c4fd1638b517159643d21300eb6d6512c4fd1',
      'device_id',
    ],
    ['UUID of a device', '{"device_id":"7b2d90f4-5c16-4e38-8a07-d1e6f3924bc5"}', 'device_id'],
    [
      'UUID of a device, drawn by Amplitude',
      '{"device_id":"7b2d90f4-5c16-4e38-8a07-d1e6f3924bc5R"}',
      'device_id',
    ],
    ['operator', '{"carrier":"China Unicom"}', 'operator'],
    ['operator under a name in capitals', '{"VALPARAMS":{"CARRIER":"Vodafone"}}', 'operator'],
    ['operator with its country', '{"carrierName":"Telekom.de"}', 'operator'],
    ['operator with its country in a form', 'carrier=o2+-+de%2B&x=1', 'operator'],
    [
      'device id under a name in capitals',
      '{"DEVICEID":"cdda802e-fb9c-47ad-9866-0794d394c912"}',
      'device_id',
    ],
    ['id of the hardware', '{"hardware_id":"cdda802e-fb9c-47ad-9866-0794d394c912"}', 'device_id'],
    ['serial number under a name in capitals', '{"DEVICE_SERIAL_NUMBER":"R58M12ABCDE"}', 'serial'],
    ['operator in a form', 'OPERATOR_NAME=T-Mobile+US&x=1', 'operator'],
    ['operator that is a word', '{"carrier":"Orange"}', 'operator'],
    ['operator of the SIM', '{"swrve.sim_operator.name":"Vodafone IN"}', 'operator'],
    ['access point with its strength in the same object', '[{"mac":"88:89:6d:11:fd:b2","rss":-51}]', 'bssid'],
    ['operator in Chinese', '{"mno":"中国联通"}', 'operator'],
    ['serial number among ids', '{"udid":"1","deviceSn":"E9N432FE8KM83B5M"}', 'serial'],
    ['IMEI at Baidu', 'im=861234050123457&os=A33', 'imei'],
    ['MAC at the end of a short name', '{"macadr":"7c:1d:d9:a1:b2:c3"}', 'mac'],
    ['MAC in a field of Android’s style', '{"mMac":"7c:1d:d9:a1:b2:c3"}', 'mac'],
    ['MAC beside a shop’s channel', '{"channel":"play","mc":"7c:1d:d9:a1:b2:c3"}', 'mac'],
    ['access point with its strength', '<macs><![CDATA[88:89:6d:11:fd:b2,-51,0]]></macs>', 'bssid'],
    ['access point in a list of towers', '{"towers":[{"mac_address":"88:89:6d:11:fd:b2"}]}', 'bssid'],
    ['access point of a scan', 'wf=88896D11FDB2;51;Casa', 'bssid'],
    ['address of a provider with a number', 'u=zhangxl77@163.com', 'email'],
    ['number of a contact', '{"contacts":["447911123470"]}', 'phone'],
    ['serial number', '{"model":"Redmi 5A","sn":"E9N432FE8KM83B5M"}', 'serial'],
    [
      'advertising id under another platform’s name',
      '{"androidIdfa":"6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1"}',
      'gaid',
    ],
    ['IMEI in a pair', '{"params":[{"key":"imei","value":"861234050123457"}]}', 'imei'],
    ['IMEI in a pair, value first', '{"f":[{"value":"861234050123457","type":"t","id":"IMEI"}]}', 'imei'],
    ['IMEI under an id of that kind', '{"udid_list":[{"id":"861234050123457","type":"imei"}]}', 'imei'],
    [
      'GAID in a pair, value first',
      '[{"string_value":"6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1","name":"ad_id"}]',
      'gaid',
    ],
    ['Android id in a list of two', '[["android_id","4f1c9a77b02e6d35"],["v",1]]', 'android_id'],
    ['IMEI in preferences', '<map><string name="imei">861234050123457</string></map>', 'imei'],
    ['IMEI in a property list', '<dict>\n<key>imei</key>\n<string>861234050123457</string></dict>', 'imei'],
    [
      'Android id in XML-RPC',
      '<member><name>android_id</name><value><string>4f1c9a77b02e6d35</string></value></member>',
      'android_id',
    ],
    ['MAC in an attribute', '<p><item name="mac" value="7c:1d:d9:a1:b2:c3"/></p>', 'mac'],
    ['IMEI in a settings file', '[device]\nimei = 861234050123457\n', 'imei'],
    ['MAC in a printed object', "Device{id=7, mac='7c:1d:d9:a1:b2:c3', os=13}", 'mac'],
    ['number in a printed object', 'Device(id=7, phoneNumber=13900139000, os=13)', 'phone'],
    ['number between bars', 'v=1.0|phone=13900139000|os=13', 'phone'],
    [
      'IMEI in a line of a log',
      '11-26 10:33:12.123 D/Tele( 182): getDeviceId imei=861234050123457 sub=0',
      'imei',
    ],
    ['SSID in a line of a log', '11-26 10:02:34.500 D Wifi: SSID: "Casa Marta", state: COMPLETED', 'ssid'],
    ['SSID of a supplicant', 'a=/x\nb=1\nnetwork={\n\tssid="Casa Marta"\n}\n', 'ssid'],
    ['IMEI as a URN', 'Contact: <sip:u@10.21.3.4>;+sip.instance="<urn:gsma:imei:86123405-012345-7>"', 'imei'],
    ['number in groups', '{"phones":["098-672 03418"]}', 'phone'],
    ['number with brackets', '{"phoneNumber":"(098672) 03418"}', 'phone'],
    ['IMSI as the name of a subscriber', 'sip:460011234567890@ims.mnc001.mcc460.3gppnetwork.org', 'imsi'],
    ['IMSI with its digit', '{"EAP_ID":"0460011234567890@nai.epc.mnc001.mcc460.3gppnetwork.org"}', 'imsi'],
    ['number of a card of an address book', 'BEGIN:VCARD\nTEL;CELL;PREF:098-672 03418\n', 'phone'],
    ['number of a newer card', 'BEGIN:VCARD\r\nVERSION:3.0\r\nTEL;TYPE=CELL:09867203418\r\n', 'phone'],
    ['number of a call', '{"call_logs":[{"number":"09867203418","type":1,"duration":125}]}', 'phone'],
    ['number of a message', '{"smsList":[{"address":"9867203418","read":1}]}', 'phone'],
    ['number of a call in a form', 'call_log=[{"number":"9867203418"}]&v=1', 'phone'],
    [
      'number of a call in elements',
      '<calls><call><number>9867203418</number><duration>4</duration></call></calls>',
      'phone',
    ],
    ['number of a call under a name of its own', '{"x":[{"call_number":"9867203418"}]}', 'phone'],
    ['MEID in hexadecimal', '{"meid":"A1000049D3E2C5"}', 'imei'],
    ['MEID where an IMEI is asked for', 'imei=A1000049D3E2C5', 'imei'],
    ['MEID of small letters', 'imei=0&meid=a1000049d3e2c5&x=1', 'imei'],
    [
      'serial number in words',
      '{"serial-number":"E9N432FE8KM8","productType":"iPhone7,2","imei":"1"}',
      'serial',
    ],
    ['serial number as an id among ids', 'serial_id=E9N432FE8KM8&device_type=android', 'serial'],
    [
      'serial number in a property list',
      '<dict>\n\t<key>IMEI</key>\n\t<string>1</string>\n\t<key>SerialNumber</key>\n\t<string>E9N432FE8KM8</string>\n</dict>',
      'serial',
    ],
    ['network in a property list', '<dict><key>SSID</key><string>Casa Marta</string></dict>', 'ssid'],
    [
      'number in elements that stand in a form as they are',
      'v=1&data=<call_log><call><number>9867203418</number></call></call_log>',
      'phone',
    ],
    [
      'serial number in such elements',
      'model=X&data=<d><SerialNumber>E9N432FE8KM8</SerialNumber></d>',
      'serial',
    ],
    ['SSID in escapes, in a form', 'v=1&wifi={"ssid":"\\u738b\\u4f1f\\u7684"}', 'ssid'],
    ['IMEI among properties', '[persist.radio.imei]: [861234050123457]\n[a.b]: [c]', 'imei'],
    [
      'cell in a printed object',
      '{"c":"CellInfoLte:{ok=YES Cell:{ mMcc=460 mCi=52407 mPci=12 mTac=4219 m=1}}"}',
      'cell',
    ],
    ['access point that was heard', '[{"macAddress":"88:89:6d:11:fd:b2","signalStrength":-51}]', 'bssid'],
    ['access point by the field around', '<access-point><mac>88896D11FDB2</mac></access-point>', 'bssid'],
    ['access point bare', 'bssid=88896d11fdb2', 'bssid'],
    ['cell by its long names', '{"cellId":27513345,"locationAreaCode":18734}', 'cell'],
    [
      'IMEI under a generic name far inside',
      `{"imei":{"about":"${'x'.repeat(100)}","value":"861234050123457"}}`,
      'imei',
    ],
  ])('%s', (_, body, dataClass) => {
    expect(shapes(body)).toEqual([dataClass]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'texts of messages, beside their numbers',
      '{"sms_list":[{"address":"+919867203418","body":"Dinner at eight?"},{"address":"10086","body":"余额 12 元"}]}',
      ['phone', 'sms.body', 'sms.body'],
    ],
    ['a text of a firm', 'v=1&sms=[{"address":"VM-HDFCBK","body":"Your code is 482913."}]', ['sms.body']],
    [
      'a text under a name that says so',
      '{"senderNumber":"+919867203418","smsContent":"Dinner at eight?"}',
      ['phone', 'sms.body'],
    ],
    [
      'a person on a card',
      'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Marlow;Ottilie;;;\r\nFN;CHARSET=UTF-8:Ottilie Marlow\r\nTEL;TYPE=CELL:09867203418\r\n',
      ['phone', 'contact.name'],
    ],
    [
      'people among contacts',
      '{"contacts":[{"name":"\\u738b\\u4f1f","phones":["9867203418"]},{"name":"Ottilie","phones":[]}]}',
      ['phone', 'contact.name'],
    ],
    [
      'people among calls in a list of another name',
      '{"calllog":[{"number":"+919867203418","name":"Ottilie Marlow"}]}',
      ['phone', 'contact.name'],
    ],
    [
      'people among calls',
      '<calls><call><number>+919867203418</number><name>Ottilie Marlow</name><duration>4</duration></call></calls>',
      ['phone', 'contact.name'],
    ],
  ])('%s', (_, body, classes) => {
    expect(shapes(body)).toEqual(classes);
  });

  it.each<[string, string, string]>([
    ['imei', '868698388341234', 'imei'],
    ['android-id', '313d987b209c24b9', 'android_id'],
    ['x-device-mac', 'd4:bd:c6:f5:d7:de', 'mac'],
    ['x-ssid', 'Casa Marta', 'ssid'],
    ['x-apple-i-srl-no', 'E9N432FE8KM8', 'serial'],
    ['x-phone', '+8613900139000', 'phone'],
  ])('in the header %s', (path, value, dataClass) => {
    expect(shapes(value, { step: 'header', path })).toEqual([dataClass]);
  });

  it.each<[string, string]>([
    ['in a list', '{"installed":["com.a.b","com.c.d","org.e.f","cn.g.h","com.i.j.k"]}'],
    [
      'each with its version',
      '{"app_list":[{"pkg":"com.a.b"},{"pkg":"com.c.d"},{"pkg":"org.e.f"},{"pkg":"cn.g.h"},{"pkg":"com.i.j"}]}',
    ],
    ['in one field', 'packageName=com.a.b%2Ccom.c.d%2Corg.e.f%2Ccn.g.h%2Ccom.i.j&x=1'],
  ])('five packages %s, once', (_, body) => {
    expect(shapes(body)).toEqual(['installed_apps']);
  });

  const facts = { model: 'Redmi 5A', sn: 'E9N432FE8KM83B5M' };
  it.each<[string, Uint8Array]>([
    ['MessagePack', msgpack({ ...facts, ssid: 'Casa Marta', carrier: 'China Unicom' })],
    ['CBOR', cbor({ ...facts, ssid: 'Casa Marta', carrier: 'China Unicom' })],
  ])('texts with names in %s', (_, bytes) => {
    const { matches } = scanLayers(none, [makeLayer(bytes)], { wallMs: null });
    expect(new Set(matches.map(({ class: dataClass }) => dataClass))).toEqual(
      new Set(['serial', 'ssid', 'operator']),
    );
  });

  it('the number of a subscriber in SIP, which is no address', () => {
    expect(shapes('From: <sip:+919820457713@ims.example.org>;tag=1')).toEqual(['phone']);
  });

  it('in the segment of a path behind its name', () => {
    expect(shapes('/v1/imei/861234050123457/x', { step: 'path' })).toEqual(['imei']);
    expect(shapes('/v1/order/861234050123457/x', { step: 'path' })).toEqual([]);
  });

  it('more networks than a call takes arguments, as many of them as are kept', () => {
    expect(shapes('{"ssid":"Casa"},'.repeat(130_000))).toHaveLength(MOST_MATCHES);
  });

  it('texts of messages behind more numbers than are asked for', () => {
    const messages = Array.from({ length: 10_100 }, (_, index) => ({
      address: `98672${String(10_000 + index)}`,
    }));
    const text = { address: '9867203418', body: 'Dinner at eight?' };
    expect(new Set(shapes(JSON.stringify({ sms: [...messages, text] })))).toEqual(
      new Set(['phone', 'sms.body']),
    );
  });

  it('an international number between the tags of a binary format', () => {
    expect(shapes('t\0\r+8613900139000t\0\x04ssid')).toEqual(['phone']);
  });

  it('by the fields that a source documents', () => {
    const message = Buffer.concat([
      Buffer.from([0x4a, 12]),
      Buffer.from('7c1dd9a1b2c3'),
      Buffer.from([0x52, 15]),
      Buffer.from('861234050123457'),
      Buffer.from([0x5a, 3]),
      Buffer.from('[m]'),
      Buffer.from([0x82, 0x01, 11]),
      Buffer.from('R5CT12KQ34X'),
    ]);
    const flow = (host: string) =>
      scanLayers(
        none,
        [
          makeLayer(host, { link: { step: 'host' }, part: 'url' }),
          makeLayer('/checkin', { link: { step: 'path' }, part: 'url' }),
          makeLayer(message),
        ],
        { wallMs: null },
      ).matches.map(({ class: dataClass }) => dataClass);
    expect(flow('android.clients.google.com')).toEqual(expect.arrayContaining(['mac', 'imei', 'serial']));
    expect(flow('other.example')).toEqual([]);
  });

  it.each(['app-measurement.com', 'other.example'])(
    'by such a field of a message in another, to %s',
    (host) => {
      const id = 'cdda802e-fb9c-47ad-9866-0794d394c912';
      const batch = (field: number): Buffer => {
        const bundle = Buffer.concat([
          Buffer.of(0x08, 1, ((field << 3) & 0x7f) | 0x82, field >> 4, id.length),
          Buffer.from(id),
        ]);
        return Buffer.concat([Buffer.of(0x0a, bundle.length), bundle]);
      };
      const found = (field: number) =>
        scanLayers(
          none,
          [
            makeLayer(host, { link: { step: 'host' }, part: 'url' }),
            makeLayer('/a', { link: { step: 'path' }, part: 'url' }),
            makeLayer(batch(field)),
          ],
          { wallMs: null },
        ).matches.map(({ class: dataClass }) => dataClass);
      expect(found(19)).toEqual(host === 'other.example' ? [] : ['gaid']);
      expect(found(20)).toEqual([]);
    },
  );
});

describe('look-alikes are not', () => {
  it.each<[string, string]>([
    ['a Luhn-valid order number', '{"orderId":"861234050123457"}'],
    ['a Luhn-valid pixel id', 'id=861234050123457&ev=PageView'],
    ['imei=1', 'imei=1'],
    ['all zero', 'imei=000000000000000'],
    ['an example IMEI', 'imei=490154203237518'],
    ['an IMEI with serial zero', 'imei=350000000000006'],
    ['16 digits', 'imei=8648281201094170'],
    ['11 digits', 'imei=86980143989'],
    ['a Luhn-valid number of no reporting body under a device id', 'device_id=771234050123455'],
    ['an IMEI’s type', '{"imeiType":"861234050123457"}'],
    ['a code that authenticates', 'mac=638b517159643d21300eb6d6512c4fd1638b517159643d21300eb6d6512c4fd1'],
    [
      'a digest of nobody',
      '{"hash":"638b517159643d21300eb6d6512c4fd1","passwordHash":"638b517159643d21300eb6d6512c4fd1"}',
    ],
    ['a digest cut off', 'imei_md5=638b517159643d21300eb6d6512c4fd'],
    ['the digest of nothing', 'imei_md5=d41d8cd98f00b204e9800998ecf8427e'],
    ['the digest of the MAC that apps get', 'mac_md5=0f607264fc6318a92b9e13c65db7cd3c'],
    ['a number that counts up', '{"phone":"12345678901","contacts":["12345678901"]}'],
    ['addresses of other kinds', '{"ipAddress":"9820457713","emailAddress":"9820457713"}'],
    ['the number of a contact among many', '{"contact_id":"9820457713"}'],
    ['a short number of a thing', '{"model":"X","sn":"A1B2C3"}'],
    ['digits without a letter', 'imei_md5=12345678901234567890123456789012'],
    [
      'a digest of a file',
      '{"file_md5":"638b517159643d21300eb6d6512c4fd1","apkSha1":"638b517159643d21300eb6d6512c4fd1aabbccdd"}',
    ],
    ['no OAID', 'oaid=00000000-0000-0000-0000-000000000000&vaid=0000000000000000'],
    [
      'a digest of an e-mail address',
      '{"email_sha256":"638b517159643d21300eb6d6512c4fd1638b517159643d21300eb6d6512c4fd1"}',
    ],
    ['what joins two terms', '{"operator":"plus","op":"base"}'],
    ['an operator’s code of one digit', 'operator=3'],
    ['a carrier of parcels', '{"carrier":"DHL Express","operator":">="}'],
    ['an operator’s code', 'carrier=46001'],
    ['an operator under no name', '{"title":"China Unicom"}'],
    ['a cell of a table', '{"imei":"0","cellId":42}'],
    ['a cell of nobody', '{"cellId":27447555}'],
    ['five packages of a crash', `{"trace":"com.a.b com.c.d com.e.f com.g.h com.i.j"}`],
    ['four packages', '{"apps":["com.a.b","com.c.d","com.e.f","com.g.h"]}'],
    ['packages that are not wanted', '{"bapp":["com.a.b","com.c.d","com.e.f","com.g.h","com.i.j"]}'],
    ['hosts', '{"apps":["https://com.a.b/","x.com.c.d","com.e.f/g","com.g.h:80/","com.I.J"]}'],
    ['MCC and MNC alone as IMSI', 'imsi=46000'],
    ['operator', 'operator=46003&mcc=460'],
    ['no country’s IMSI', 'imsi=999011234567890'],
    ['an IMSI of zeros', 'imsi=460000000000000'],
    ['an IMSI under no name', 'x=460011234567890'],
    ['a Luhn-valid order number that begins as an ICCID', '{"orderNo":"8949123450123456781"}'],
    ['a 19-digit order', 'order_sn=2023102512345678903'],
    ['an ICCID with a wrong check digit under no name', 'x=8949123450123456782'],
    ['a 16-hex cookie', 'sid=4f1c9a77b02e6d35'],
    ['a 16-hex trace id', '{"spanId":"4f1c9a77b02e6d35"}'],
    ['a decimal of 16 digits as Android id', 'android_id=1234567890123456'],
    ['an IMEI as Android id', '{"androidId":"862258850993686"}'],
    ['a session UUID', '{"session_id":"6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1"}'],
    ['an app’s own UUID', 'android_uuid=1b8d59c3-d371-43c8-bb39-c77b55c55711'],
    ['no advertising id', 'gaid=00000000-0000-0000-0000-000000000000'],
    ['the MAC that apps get', '{"mac":"02:00:00:00:00:00"}'],
    ['a MAC of zeros', 'mac=00:00:00:00:00:00'],
    ['broadcast', 'mac=ff:ff:ff:ff:ff:ff'],
    ['a documentation MAC', 'mac=00:00:5e:00:53:01'],
    ['a typed MAC', 'mac=11:22:33:44:55:66'],
    ['a fingerprint with colons', '{"mac":"7c:1d:d9:a1:b2:c3:d4:e5"}'],
    ['a placeholder BSSID', 'bssid=02:00:00:00:00:00'],
    ['a MAC under no name', '{"x":"7c:1d:d9:a1:b2:c3"}'],
    ['an unknown SSID', '{"ssid":"<unknown ssid>"}'],
    ['an unknown SSID in a form', 'wifi_ssid=%3Cunknown+ssid%3E&lat=0.0'],
    ['an advertising id that was typed', '{"gaid":"12345678-1234-1234-1234-123456789012"}'],
    ['an advertising id that was counted', 'gaid=01234567-89ab-cdef-0123-456789abcdef'],
    ['an Android id that was counted down', 'android_id=fedcba9876543210'],
    ['an Android id of pairs', 'android_id=aabbccddeeff0011'],
    ['an Android id of letters and digits in turn', '{"android_id":"a1b2c3d4e5f60718"}'],
    ['the advertising id of documents', 'gaid=38400000-8CF0-11BD-B23E-10B96E40000D'],
    ['a device id that was typed', '{"device_id":"abcdef12345678901234567890123456"}'],
    ['a MAC that was counted', 'mac=1c:12:34:56:78:90'],
    ['no SSID', '{"ssid":"","ssidHidden":true}'],
    ['an IPv6 address', '{"host":"2001:db8:aa:bb:cc:dd:ee:ff"}'],
    ['an image name', '{"icon":"home@2x.png"}'],
    ['a package version', '{"lib":"left-pad@1.3.0"}'],
    ['nobody’s mailbox', '{"from":"noreply@example.org"}'],
    ['an address without a domain', 'user@localhost'],
    ['a key in the form of an address', 'https://0a1b2c3d4e5f@sentry.io/12'],
    ['seconds', '{"phoneTime":1590130934,"cstamp":1499411315819}'],
    ['seconds under the name of a number', '{"phone":"1590130934"}'],
    ['milliseconds under the name of a number', '{"mobile":"1499411315819"}'],
    ['a phone’s model', 'phoneModel=13900139000'],
    ['a message centre', 'SMSC=13800138000'],
    ['hexadecimal that begins as no MEID', '{"meid":"61000049D3E2C5","sid":"A1000049D3E2C5"}'],
    ['a MEID of zeros', '{"meid":"A0000000000000","nameid":"A1000049D3E2C5"}'],
    [
      'the id of a series among ids',
      '{"imei":"1","series_id":"E9N432FE8KM8","device_serial_id":"1234567890"}',
    ],
    [
      'a name of a property list without its value',
      '<dict><key>IMEI</key><string>1</string><key>SerialNumber</key></dict><a>E9N432FE8KM8</a>',
    ],
    ['a template of messages', '{"sms":[{"number":"10086","body":"Your code is {{code}}"}]}'],
    ['the body of a commit', '{"number":1234,"messageBody":"work on the parser","additions":99}'],
    ['a message of an app', '{"from":"10086","message":"Dinner at eight?","sms":true}'],
    ['a card of nobody', 'BEGIN:VCARD\nFN:Ottilie Marlow\nEND:VCARD\n'],
    ['a line of no card', 'FN:Ottilie Marlow\nTEL:\n'],
    ['a text beside no number', '{"sms_body":"Dinner at eight?","to":"all"}'],
    ['what a page about messages says', '{"sms":{"from":"SETTINGS","message":"permission denied"}}'],
    ['names of pages about contacts', '{"contacts":[{"name":"contacts_page","number":"3"},{"name":"Home"}]}'],
    ['calls of functions', '{"calls":[{"name":"getUser","number":"12"},{"name":"Main","from":"9:41"}]}'],
    ['a text in no list of messages', '{"notes":[{"address":"10086","body":"Dinner at eight?"}]}'],
    ['the number of an order', '{"orders":[{"number":"9867203418","address":"9867203418"}]}'],
    ['the number of a line that calls', '{"trace":[{"call":"f","no":9867203418,"to":9867203418}]}'],
    ['a count of messages', '{"sms":{"count":9867203418},"call_log":{"total":9867203418}}'],
    [
      'calls of a program',
      '{"calls":[{"name":"turn","number":9867203418,"to":9867203418,"peer":"9867203418"}]}',
    ],
    ['a time in a list of calls', '{"calls":[{"number":"1698765432","from":1698765432000,"duration":4}]}'],
    ['digits under no name', 'cid=622916060551&act=13900139000'],
    ['a time zone', '{"tz":"+0800","d":"2023-10-25T12:15:24.895+0530"}'],
    ['an impossible number', '{"to":"+999 12 345678"}'],
    ['a sum', 'x=a+13900139000'],
    ['coordinates too far apart', `lng=116.4074&x=${'y'.repeat(1200)}&lat=39.9042`],
    ['coordinates of several places', `lat=39.9042&lat=40.9042&x=${'y'.repeat(400)}&lng=116.4074`],
    ['latitude alone', '{"lat":39.9042}'],
    ['zero', '{"lat":0.000000,"lng":0.000000}'],
    ['sizes', '{"width":39.9042,"height":116.4074}'],
    ['an impossible latitude', '{"lat":139.9042,"lng":216.4074}'],
    ['prices', '{"location":"shelf 4","price":"39.904,116.407"}'],
    ['area without cell', 'lac=4219'],
    ['no cell', 'lac=65535&cid=2147483647'],
    ['a channel id', 'cid=52407&place=4219'],
    ['a server’s address', '{"server_ip":"39.141.6.206"}'],
    ['loopback', '{"ip":"127.0.0.1"}'],
    ['a private address', '{"ip":"192.168.1.17"}'],
    ['a documentation address', '{"ip":"203.0.113.9"}'],
    ['a version', '{"ipVersion":"4.12.6.206","ver":"39.141.6.206"}'],
    ['a resolver', 'ip=8.8.8.8'],
    ['an advertisement’s id', '{"ad_id":"b1946ac92492d234","device":"0123456789abcdef"}'],
    ['an app that Firebase names', '{"appId":"1:823719482910:android:9fa1b2c3d4e5f607"}'],
    ['a subscriber’s name as an address', 'u: 0999@nai.epc.mnc001.mcc460.3gppnetwork.org'],
    ['an order in a pair', '{"params":[{"key":"order_id","value":"861234050123457"}]}'],
    ['an order beside a name', '{"name":"imei","orderId":"861234050123457"}'],
    ['an id of a mobile kind', '{"id":"13900139000","type":"mobile"}'],
    ['the third of a list', '["imei","x","861234050123457"]'],
    ['a long list that begins with a name', '["imei","861234050123457","a","b"]'],
    ['an order in a line of a log', 'INFO 10:33:12 req=861234050123457 took 12 ms'],
    ['a server’s address in a line of a log', 'connect to server ip: 39.141.6.206'],
    ['a setting in preferences', '<map><string name="session">4f1c9a77b02e6d35</string></map>'],
    ['a date', '{"phone":"2023-10-25 12","mobile":"2023.10.25"}'],
    ['a grouped number under no name', '{"ref":"098-672 03418"}'],
    ['a Bluetooth address that was heard, under no name', '[{"addr":"88:89:6d:11:fd:b2","rssi":-51}]'],
    ['an area code beside a cell’s width', '{"phoneAreaCode":212,"cellWidth":120}'],
    ['the serial number that handsets have which were given none', '{"model":"X","sn":"0123456789ABCDEF"}'],
    ['an account in a URL', 'see https://user:pass@sub.example.com:8080/p?q=1'],
    ['a host behind an account in a URL', '{"dsn":"ftp://marta@files.example.com/x"}'],
    ['the name of a message', 'Message-ID: <20010803162810.0CA8AA7ACC@mail.example.net>\nX: 1'],
    ['messages replied to', 'X: 1\nReferences: <a1@mail.example.net>\n <b2@mail.example.net>\n\n'],
    ['a point in degrees and minutes', 'CA\t+4953-09709\tAmerica/Winnipeg'],
    ['a point in seconds', 'US +550737-1313435 America/Metlakatla'],
    ['a sum', 'd=((e<<18)+(g>>>1|0)|0)+537395200|0;'],
    ['the number of a merchant', '{"mid":"991234500000010"}'],
    ['a serial number without a handset', '{"sn":"E9N432FE8KM83B5M","goods":"lamp"}'],
  ])('%s', (_, body) => {
    expect(shapes(body)).toEqual([]);
  });

  it('a weak name in a cookie', () => {
    expect(shapes('4f1c9a77b02e6d35', { step: 'cookie', path: 'aid' })).toHaveLength(1);
    const cookie = makeLayer('4f1c9a77b02e6d35', { link: { step: 'cookie', path: 'aid' }, part: 'cookie' });
    expect(scanLayers(none, [cookie], { wallMs: null }).matches).toEqual([]);
  });
});

describe('shapes and known values', () => {
  it('without known values nothing is surer than C', () => {
    const body =
      '{"imei":"861234050123457","lat":39.9042,"lng":116.4074,"h":"638b517159643d21300eb6d6512c4fd1"}';
    const { matches } = scanLayers(none, [makeLayer(body)], { wallMs: 1_700_000_000_000 });
    expect(new Set(matches.map(({ level }) => level))).toEqual(new Set(['C']));
  });

  it('never puts a name or value of the request into the reasoning', () => {
    const needles = compileNeedles([makeCanary()]);
    const { matches } = scanLayers(needles, [makeLayer('imei-of-ada=861234050123457')], { wallMs: null });
    expect(matches.length).toBeGreaterThan(0);
    expect(
      JSON.stringify(matches.map(({ reasoning, recipe, spelling }) => [reasoning, recipe, spelling])),
    ).not.toMatch(/ada|8612/);
  });
});
