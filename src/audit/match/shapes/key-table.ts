import type { DataClass } from '#model/data-class';

/**
 * Names of fields by the class that they tell of, in small letters without separators. `strong` names say the class;
 * `weak` ones say only that some identifier of the handset or the card stands there, so the value must be unmistakable.
 * A name is compared by its words and by runs of its words: `deviceImei2` holds `imei`, `gps_adid` holds `gpsadid`.
 *
 * Sources: names of the Android getters (AOSP TelephonyManager, WifiInfo, Build, Settings.Secure); IAB OpenRTB 2.6
 * §3.2.18–19 (ifa, dpid, did, macsha1, carrier, ip, lat, lon); macros and post-backs of advertising platforms (Adjust
 * `gps_adid`, AppsFlyer `advertising_id`, Unity `advertisingTrackingId`, Mintegral `gaid`, Unity Analytics `adsid`, Tencent Ads `hash_imei`);
 * parameters hard-coded in public app code, Chinese and Indian above all; translations of *telephone* and *mobile*;
 * parameters of SDKs as their published or decompiled code names them: Umeng commonsdk (`mc`, `bluetoothmac`,
 * `secondaryimei`, `basestation`), Baidu mobstat Config (`mc`, `bm`), ByteDance applog (`mc`, `udid`, `openudid`),
 * Tencent MTA (`mc`, `bs`), AMap location request (`smac`, `mmac`, `glong`, `glat`, `cellid`), GrowingIO (`adrid`),
 * Singular (`aifa`, `andi`), Snowplow (`duid`, `androidIdfa`), Google Geolocation API (`wifiAccessPoints`,
 * `locationAreaCode`), Samsung DMA (`uniqueNumber`), Baidu location (`im`, `wf`), Vivo stsdk (`em`), ByteDance applog
 * (`clientudid`, `cdid`, `wifisid`), Branch (`hardware_id`), Google's App Set
 * (`app_set_id`), Flurry (`device.id.advertising`), JPush (`wifi_towers`), Yandex locator
 * (`wifi_networks`); header names with which operators name a subscriber
 * (`X-Up-Calling-Line-ID`, `X-MSISDN`); Apple's `X-Apple-I-SRL-NO`, Tapjoy's `serial_id`.
 */
export type KeyNames = { readonly strong: ReadonlySet<string>; readonly weak: ReadonlySet<string> };

/** Names that a text lists. */
export const names = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/u).filter((name) => name !== ''));

const keys = (strong: string, weak = ''): KeyNames => ({ strong: names(strong), weak: names(weak) });

/** Key names by class. */
export const KEY_TABLE: ReadonlyMap<DataClass, KeyNames> = new Map<DataClass, KeyNames>([
  [
    'imei',
    keys(
      `
      imei imeis imeisv imeicode imeino imeinum imeinumber imeiid deviceimei phoneimei userimei meid
      meids equipmentid gsmid 串号 手机串号 设备串号
    `,
      `
      im em deviceid devid devi devno devicecode devicenumber deviceno devicetoken device did dev
      machinecode machineid machineno hardwareid hwid terminalid terminalno handsetid phoneid
      mobileid udid uuid sn serial serialno androidid andid equipment clientid uniquenumber
      uniqueid uniqueno uniqueidentifier 设备号 设备标识 端末識別番号 단말기번호
    `,
    ),
  ],
  [
    'imsi',
    keys(
      `
      imsi imsis imsicode imsino simimsi subscriberid subscriber mobileimsi phoneimsi
    `,
      `
      sim simid simno simcode simcard simcardid usim simnumber simnum cardid
    `,
    ),
  ],
  [
    'iccid',
    keys(
      `
      iccid icc icid ccid iccids simiccid simserial simserialnumber simserialno simserialnum simsn
      eid
    `,
      `
      sim simid simno simcode simcard simcardid simnumber simnum usim cardid cardno serial serialnumber
    `,
    ),
  ],
  [
    'android_id',
    keys(
      `
      androidid androidids andid andrid adrid andi ssaid anid androidudid secureandroidid
    `,
      `
      aid deviceid devid did udid openudid duid android dpid device ueid hwid hardwareid
    `,
    ),
  ],
  [
    'gaid',
    keys(`
      gaid gaids adid gpsadid googleadid googleaid googleadvertisingid googadvertid gadid gpid
      advertisingid advertiserid advertisementid advertisingidentifier adidentifier advid advertid
      advertisingtrackingid adtrackingid idadvertising aaid ifa aifa rdid madid maid idfa amazonadid fireadid adsid
    `),
  ],
  [
    'mac',
    keys(
      `
      mac macs macaddr macaddress macadd macid devicemac devmac phonemac wifimac wifimacaddress
      wlanmac wifimacaddr wlanmacaddr btmacaddr ethmac lanmac macadr btmac btaddr bluetoothmac bluetoothaddress bluetoothmacaddress hwaddr
    `,
      `
      bluetooth wifi wlan ethernet deviceid hardwareaddress bt mc bm hwmac smac
    `,
    ),
  ],
  [
    'bssid',
    keys(
      `
      bssid bssids wf wifibssid apmac apmacaddress apbssid routermac gatewaymac hotspotmac wifiapmac
      connectedbssid
    `,
      `
      ap router accesspoint accesspoints wifiaccesspoint wifiaccesspoints bs mmac towers wflist wifis
      wifilist wifinetwork wifinetworks wifitower wifitowers wifiscan scanresult scanresults wifiscanresult aplist wifiaps
    `,
    ),
  ],
  [
    'ssid',
    keys(`
      ssid ssids essid wifissid wifisid wifiname apname wlanname wifiessid connectedssid currentssid
      networkssid wifinetworkname
    `),
  ],
  [
    'phone.own',
    keys(`
      msisdn mdn line1number line1 linenumber ownnumber ownphone ownphonenumber ownmsisdn mynumber
      myphone myphonenumber selfnumber selfphone selfphonenumber simphonenumber simphone simmsisdn
      ownerphone ownernumber subscribernumber subscriberno callinglineid localnumber localphone devicephonenumber devicephone phoneown
      userownphone
    `),
  ],
  [
    'phone',
    keys(`
      phone phones phoneno phonenum phonenumber phonenumbers phonenr mobile mobiles mobileno
      mobilenum mobilenumber mobilephone mobilephoneno cellphone cellphonenumber cellnumber tel tels
      telno telnum telnumber telephone telephonenumber telephoneno userphone usermobile contactphone
      contactphones contacts contactnumber contactnumbers contactmobile callernumber calleenumber peernumber smsnumber fromnumber tonumber
      callnumber sendernumber receivernumber recipientnumber senderphone receiverphone recipientphone senderaddress
      externalid whatsapp waid dialednumber destnumber destaddr addresse164 e164 telefon
      telefonnummer handynummer rufnummer mobilnummer telefono numerotelefono celular movil telefone
      telemovel numerocelular numtel portable numerodetelephone cellulare komorka puhelin
      puhelinnumero ceptelefonu nohp nomorhp nomorhandphone notelp sodienthoai sdt shouji shoujihao
      shoujihaoma dianhua sjhm sjh lianxidianhua 手机 手机号 手机号码 电话 电话号码 联系电话 телефон номертелефона
      मोबाइल फ़ोन هاتف رقمالهاتف 電話 電話番号 携帯 전화번호 휴대폰
    `),
  ],
  [
    'ip',
    keys(`
      ip ips ipaddr ipaddress ipv4 ipv6 clientip userip deviceip publicip wanip outip outerip
      externalip localip lanip innerip intranetip wifiip wlanip cellip networkip netip phoneip myip
      reqip loginip
    `),
  ],
  [
    'operator',
    keys(`
      operator operators operatorname opername opcode carrier carriername isp networkoperator
      networkoperatorname simoperator simoperatorname plmn mccmnc netisp telco mno provider
      yunyingshang op
    `),
  ],
  [
    'serial',
    keys(
      `
      deviceserial deviceserialnumber deviceserialno devicesn hwserial hardwareserial buildserial roserialno
      phonesn phoneserial srlno
    `,
      `
      serial serials serialno serialnum serialnumber serialid sn snno psn deviceid devid hardwareid
    `,
    ),
  ],
  [
    'cell',
    keys(`
      cell cellid cid ci lac tac eci nci celltower cellinfo basestation bsid cellidentity ecid eucid
      locationareacode trackingareacode locationarea trackingarea
    `),
  ],
  [
    'contact.name',
    keys(`
      name names displayname contactname fullname firstname lastname nickname contact nom nombre
      nome vorname nachname nimi xingming 姓名 名字 联系人 имя fn n
    `),
  ],
  [
    'sms.body',
    keys(`
      body text content msg message sms smsbody smscontent smstext messagebody msgbody msgcontent
      snippet 内容 短信
    `),
  ],
  [
    'account',
    keys(
      `
      account accountid accountname user userid username uid login loginid miid cuserid memberid
      passport
    `,
      `
      id
    `,
    ),
  ],
  [
    'device_id',
    keys(
      `
      deviceid devid did device udid uuid oaid vaid instanceid fid guid hashid openudid clientudid
      cdid duid deviceuuid deviceudid hardwareid hwid appsetid
    `,
      `
      id
    `,
    ),
  ],
  [
    'location',
    keys(`
      location loc latlng latlon latlong lnglat lonlat longlat gps gpsinfo gpslocation geo geoloc
      geolocation geopoint geopos coord coords coordinate coordinates position pos point latlngstr
      ll locationinfo lastlocation mylocation userlocation weizhi 位置 经纬度
    `),
  ],
]);

/** What names in small letters end with that are glued to another word; no word of a language ends so. */
export const GLUED_ENDINGS: ReadonlyMap<DataClass, readonly string[]> = new Map<DataClass, readonly string[]>(
  [
    ['imei', ['imei']],
    ['imsi', ['imsi']],
    ['iccid', ['iccid']],
    ['android_id', ['androidid']],
    ['gaid', ['idfa', 'advertisingid']],
    ['bssid', ['bssid']],
    ['phone.own', ['msisdn']],
  ],
);

/** Names of a latitude. */
export const LATITUDE_KEYS: ReadonlySet<string> = names(`
  lat latitude latitud breite breitengrad glat geolat gpslat gpslatitude mlatitude wgslat
  locationlat lati glat weidu 纬度
`);

/** Names of a longitude. */
export const LONGITUDE_KEYS: ReadonlySet<string> = names(`
  lon lng long longitude longitud laenge laengengrad glng glon geolng geolon gpslng gpslon
  gpslongitude mlongitude wgslng locationlng locationlon lgt longi glong jingdu 经度
`);

/** Words of names whose value is not the thing itself but its kind, its time or a setting. */
export const OTHER_WORDS: ReadonlySet<string> = names(`
  type enabled enable status state count length version ver time timestamp ts date order trade smsc
  servicecenter model brand os country lang md5 sha1 sha256 permission has is level
`);

/** Words of names of addresses that are not the handset's. */
export const SERVER_WORDS: ReadonlySet<string> = names(`
  server host dns gateway proxy dst dest remote resolved cdn backend target router
`);

/** Words of names of things, which have names as people do: nobody is called what stands under `action_name`. */
export const THING_WORDS: ReadonlySet<string> = names(`
  action event app application package pkg bundle class page screen activity fragment view window
  button tab widget menu module component service task job process thread method function
  exception file folder dir path domain url product device machine board build hardware firmware
  sensor network wifi ap carrier operator bank city region province state area campaign channel
  source medium adset creative placement category tag theme font icon image song track album artist
  playlist film movie game level experiment variant feature flag property attribute metric
  table column bucket queue topic layer timezone currency language locale browser engine sdk plugin
  library project repo branch thing
`);

/** Names that say nothing of their values: the field around them tells. */
export const GENERIC_KEYS: ReadonlySet<string> = names(`
  value values val v data d content text result item items list string str raw body payload params
  param key k id x a b c p q string_value stringvalue str_value strvalue int_value intvalue long_value
  longvalue field_value fieldvalue param_value paramvalue
`);
