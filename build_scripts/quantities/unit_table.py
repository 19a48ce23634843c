"""The table of units: one row each, the same for reading and for writing.

A row is `id | dimension | factor to the dimension's base | name zh | name en, plural en | forms zh | forms en |
symbols`; an indented line continues a row. A form may end in `*n` (it stands for n of the unit) or `/n`. English forms
are words, matched whatever their case and parted by commas; symbols keep their case. Count units share one dimension:
languages count with unlike words.
"""

from __future__ import annotations

PHYSICAL = """
t | mass | 1000 | 吨 | tonne, tonnes | 吨 公吨 噸 吨级 | tonne, tonnes, ton, tons, metric ton, metric
    tons, metric tonne, metric tonnes, -ton class, kilotonne*1000, kilotonnes*1000, megatonne*1000000,
    megatonnes*1000000, gigatonne*1000000000,
    gigatonnes*1000000000 | t kt*1000 Mt*1000000 Gt*1000000000 MT
tCO2e | mass:CO2e | 1000 | 吨二氧化碳当量 | tonne of CO2 equivalent, tonnes of CO2 equivalent |
    吨二氧化碳当量 公吨二氧化碳当量 吨CO2当量 吨CO2eq 吨CO2e 吨碳当量 | {t} of CO2 equivalent, {t} of CO2-equivalent, {t}
    of carbon dioxide equivalent, {t} of carbon dioxide-equivalent, {t} of CO2e, {t} CO2e, {t} of CO2eq, {t}
    CO2 equivalent, {t} carbon dioxide equivalent | tCO2e tCO2eq ktCO2e*1000 MtCO2e*1000000
    GtCO2e*1000000000 Gt CO2e*1000000000 Mt CO2e*1000000 t CO2e
tCO2 | mass:CO2 | 1000 | 吨二氧化碳 | tonne of CO2, tonnes of CO2 | 吨二氧化碳 公吨二氧化碳 吨CO2 | {t}
    of CO2, {t} of carbon dioxide, {t} CO2, {t} of carbon, {t} carbon dioxide | tCO2 ktCO2*1000
    MtCO2*1000000 GtCO2*1000000000 Gt CO2*1000000000 Mt CO2*1000000 t CO2
kg | mass | 1 | 千克 | kilogram, kilograms | 千克 公斤 斤/2 市斤/2 两重/20 | kilogram, kilograms,
    kilogramme, kilogrammes, kilo, kilos, jin/2, catty/2, catties/2 | kg kgs Kg KG
g | mass | 1/1000 | 克 | gram, grams | 克 毫克/1000 微克/1000000 | gram, grams, gramme, grammes,
    milligram/1000, milligrams/1000, microgram/1000000, micrograms/1000000 | g mg/1000 μg/1000000 µg/1000000
lb | mass | 45359237/100000000 | 磅 | pound, pounds | 磅 盎司/16 | pound, pounds, lbs, lb, ounce/16,
    ounces/16 | lb lbs oz/16
W | power | 1 | 瓦 | watt, watts | 瓦 瓦特 千瓦*1000 兆瓦*1000000 吉瓦*1000000000 太瓦*1000000000000
    毫瓦/1000 | watt, watts, kilowatt*1000, kilowatts*1000, megawatt*1000000, megawatts*1000000,
    gigawatt*1000000000, gigawatts*1000000000, terawatt*1000000000000, terawatts*1000000000000 | W kW*1000
    KW*1000 MW*1000000 GW*1000000000 TW*1000000000000 mW/1000
Wh | energy | 3600 | 瓦时 | watt-hour, watt-hours | 瓦时 瓦小时 千瓦时*1000 千瓦小时*1000 兆瓦时*1000000
    吉瓦时*1000000000 太瓦时*1000000000000 度电*1000 | watt-hour, watt-hours, watt hour, watt hours,
    {1000}kilowatt, {1000000}megawatt, {1000000000}gigawatt, {1000000000000}terawatt | Wh kWh*1000 KWh*1000
    kwh*1000 MWh*1000000 GWh*1000000000 TWh*1000000000000
J | energy | 1 | 焦耳 | joule, joules | 焦耳 焦 千焦*1000 千焦耳*1000 兆焦*1000000 兆焦耳*1000000
    吉焦*1000000000 吉焦耳*1000000000 太焦*1000000000000 拍焦*1000000000000000 拍焦耳*1000000000000000
    艾焦*1000000000000000000 艾焦耳*1000000000000000000 | joule, joules, kilojoule*1000, kilojoules*1000,
    megajoule*1000000, megajoules*1000000, gigajoule*1000000000, gigajoules*1000000000,
    terajoule*1000000000000, terajoules*1000000000000, petajoule*1000000000000000,
    petajoules*1000000000000000, exajoule*1000000000000000000, exajoules*1000000000000000000 | J kJ*1000
    MJ*1000000 GJ*1000000000 TJ*1000000000000 PJ*1000000000000000 EJ*1000000000000000000
kcal | energy | 4184 | 千卡 | kilocalorie, kilocalories | 千卡 大卡 卡路里 | kilocalorie, kilocalories,
    calorie, calories | kcal cal/1000
m | length | 1 | 米 | metre, metres | 米 公尺 厘米/100 公分/100 毫米/1000 微米/1000000 纳米/1000000000 |
    metre, metres, meter, meters, -metre, centimetre/100, centimetres/100, centimeter/100, centimeters/100,
    millimetre/1000, millimetres/1000, millimeter/1000, millimeters/1000, micrometre/1000000,
    micrometres/1000000, micron/1000000, microns/1000000, nanometre/1000000000, nanometres/1000000000,
    nanometer/1000000000, nanometers/1000000000 | m cm/100 CM/100 mm/1000 MM/1000 μm/1000000 µm/1000000
    nm/1000000000
km | length | 1000 | 公里 | kilometre, kilometres | 公里 千米 里路/2 华里/2 | kilometre, kilometres,
    kilometer, kilometers, kms | km KM
mile | length | 1609344/1000 | 英里 | mile, miles | 英里 | mile, miles | mi
nautical-mile | length | 1852 | 海里 | nautical mile, nautical miles | 海里 浬 | nautical mile, nautical
    miles | nmi NM
foot | length | 3048/10000 | 英尺 | foot, feet | 英尺 | foot, feet, -foot | ft
inch | length | 254/10000 | 英寸 | inch, inches | 英寸 寸 吋 | inch, inches |
yard | length | 9144/10000 | 码 | yard, yards | 码 | yard, yards | yd
light-year | length | 9460730472580800 | 光年 | light-year, light-years | 光年 | light-year,
    light-years, light year, light years |
m2 | area | 1 | 平方米 | square metre, square metres | 平方米 平米 平方公尺 ㎡ 平方公里*1000000
    平方千米*1000000 平方厘米/10000 | square metre, square metres, square meter, square meters, sq m, sq.
    m., sq. meters, sqm, square kilometre*1000000, square kilometres*1000000, square kilometer*1000000,
    square kilometers*1000000, sq km*1000000, square centimetre/10000, square centimetres/10000, square
    centimeters/10000 | m2 m² km2*1000000 km²*1000000 ㎡
ha | area | 10000 | 公顷 | hectare, hectares | 公顷 | hectare, hectares | ha
mu | area | 2000/3 | 亩 | mu, mu | 亩 畝 | mu |
acre | area | 40468564224/10000000 | 英亩 | acre, acres | 英亩 | acre, acres |
square-foot | area | 9290304/100000000 | 平方英尺 | square foot, square feet | 平方英尺 | square foot,
    square feet, sq ft, sq. ft |
square-mile | area | 2589988110336/1000000 | 平方英里 | square mile, square miles | 平方英里 | square
    mile, square miles, sq mi |
m3 | volume | 1 | 立方米 | cubic metre, cubic metres | 立方米 立方 方 立方公里*1000000000
    立方千米*1000000000 | cubic metre, cubic metres, cubic meter, cubic meters, cu m, cubic
    kilometre*1000000000, cubic kilometres*1000000000, cubic kilometers*1000000000 | m3 m³ Mm3*1000000
cubic-foot | volume | 28316846592/1000000000000 | 立方英尺 | cubic foot, cubic feet | 立方英尺 | cubic
    foot, cubic feet |
litre | volume | 1/1000 | 升 | litre, litres | 升 公升 毫升/1000 | litre, litres, liter, liters,
    millilitre/1000, millilitres/1000, milliliter/1000, milliliters/1000 | L l ml/1000 mL/1000 ML/1000
gallon | volume | 3785411784/1000000000000 | 加仑 | gallon, gallons | 加仑 | gallon, gallons |
barrel | volume | 158987294928/1000000000000 | 桶 | barrel, barrels | 桶 | barrel, barrels, bbl |
bushel | volume | 3523907016688/100000000000000 | 蒲式耳 | bushel, bushels | 蒲式耳 | bushel, bushels |
knot | speed | 1852/3600 | 节 | knot, knots | 节 | knot, knots | kn kts
km/hour | speed | 10/36 | 公里/小时 | kilometre per hour, kilometres per hour | 公里/小时 公里每小时
    千米/小时 千米每小时 公里/时 千米/时 | kilometre per hour, kilometres per hour, kilometers per hour,
    kilometer per hour, kilometres an hour, kilometers an hour | km/h kph kmh
mile/hour | speed | 1609344/3600000 | 英里/小时 | mile per hour, miles per hour | 英里/小时 英里每小时 |
    mile per hour, miles per hour, miles an hour | mph
m/second | speed | 1 | 米/秒 | metre per second, metres per second | 米/秒 米每秒 | metre per second,
    metres per second, meters per second | m/s
degC | temperature:C | 1 | 摄氏度 | degree Celsius, degrees Celsius | 摄氏度 ℃ °C | degree Celsius,
    degrees Celsius, degree centigrade, degrees centigrade, degrees C, Celsius | °C ℃ °c
degF | temperature:F | 1 | 华氏度 | degree Fahrenheit, degrees Fahrenheit | 华氏度 ℉ °F | degree
    Fahrenheit, degrees Fahrenheit, Fahrenheit | °F ℉
degree | angle | 1 | 度 | degree, degrees | 度 ° | degree, degrees | °
ppm | concentration | 1 | ppm | ppm, ppm | ppm | parts per million | ppm ppb/1000
Hz | frequency | 1 | 赫兹 | hertz, hertz | 赫兹 赫 千赫*1000 兆赫*1000000 吉赫*1000000000 | hertz,
    kilohertz*1000, megahertz*1000000, gigahertz*1000000000 | Hz HZ kHz*1000 MHz*1000000 GHz*1000000000 hz
byte | data | 1 | 字节 | byte, bytes | 字节 | byte, bytes, kilobytes*1000, megabytes*1000000,
    megabyte*1000000, gigabyte*1000000000, gigabytes*1000000000, terabytes*1000000000000 | KB*1000
    MB*1000000 GB*1000000000 GBs*1000000000 TB*1000000000000
Pa | pressure | 1 | 帕斯卡 | pascal, pascals | 帕斯卡 千帕*1000 百帕*100 兆帕*1000000 | pascal, pascals
    | Pa kPa*1000 hPa*100 MPa*1000000
V | voltage | 1 | 伏 | volt, volts | 伏 伏特 千伏*1000 | volt, volts, kilovolt*1000, kilovolts*1000 | V
    kV*1000 KV*1000
dB | sound | 1 | 分贝 | decibel, decibels | 分贝 | decibel, decibels | dB
year | calendar | 12 | 年 | year, years | 年 周年 年度 载 年间 年期 年制 | year, years, yr, yrs,
    calendar years, years' |
month | calendar | 1 | 个月 | month, months | 个月 个多月 月龄 月时间 | month, months |
quarter | calendar | 3 | 个季度 | quarter, quarters | 个季度 | quarters |
decade | calendar | 120 | 个十年 | decade, decades | 个十年 | decade, decades |
century | calendar | 1200 | 个世纪 | century, centuries | 个世纪 | century, centuries |
second | time | 1 | 秒 | second, seconds | 秒 秒钟 毫秒/1000 | second, seconds, sec, secs,
    millisecond/1000, milliseconds/1000 | s ms/1000
minute | time | 60 | 分钟 | minute, minutes | 分钟 | minute, minutes, min, mins |
hour | time | 3600 | 小时 | hour, hours | 小时 个小时 钟头 个钟头 学时 工时 课时 | hour, hours, hr, hrs,
    class hours, man-hours | h
day | time | 86400 | 天 | day, days | 天 昼夜 个工作日 个交易日 工作日 交易日 日龄 | day, days, working
    days, business days, working day, business day, nights |
week | time | 604800 | 周 | week, weeks | 周 个星期 星期 礼拜 个礼拜 个周 周期间 | week, weeks,
    fortnight*2, fortnights*2 |
year-old | age | 1 | 岁 | year-old, years old | 岁 周岁 | year-old, years old, year old, -year-old,
    years of age, -year-olds, years-old |
"""

COUNTED = """
person | 人 | person, people | 人 名 位 人次 口人 名人 位人 口 人份 | person, people, persons, men,
    women, children, residents, employees, workers, students, individuals, members, passengers, tourists,
    visitors
vehicle | 辆 | vehicle, vehicles | 辆 辆车 辆汽车 台车 | vehicle, vehicles, cars, car, trucks, buses
company | 家公司 | company, companies | 家公司 间公司 家 | company, companies, firms, firm
enterprise | 家企业 | enterprise, enterprises | 家企业 个企业 户企业 | enterprise, enterprises
job | 个工作岗位 | job, jobs | 个工作岗位 个就业岗位 个岗位 工作岗位 就业岗位 份工作 | job, jobs
bottle | 个瓶子 | bottle, bottles | 个瓶子 瓶 个瓶 只瓶子 | bottle, bottles
project | 个项目 | project, projects | 个项目 项目 项工程 | project, projects
partnership | 项合作伙伴关系 | partnership, partnerships | 项合作伙伴关系 个合作伙伴关系 对合作伙伴关系
    对伙伴关系 | partnership, partnerships
site | 个站点 | site, sites | 个站点 处 个地点 个场址 处遗址 | site, sites
technology | 项技术 | technology, technologies | 项技术 种技术 | technology, technologies
order | 份订单 | order, orders | 份订单 个订单 笔订单 | order, orders
state | 个州 | state, states | 个州 州 | state, states
country | 个国家 | country, countries | 个国家 国 | country, countries, nations
province | 个省 | province, provinces | 个省 省 个省份 | province, provinces
city | 个城市 | city, cities | 个城市 座城市 市 个市 | city, cities
institute | 所研究所 | institute, institutes | 所研究所 家研究所 个研究所 | institute, institutes
household | 户 | household, households | 户 户家庭 | household, households
case | 起 | case, cases | 起 例 宗 | case, cases
vessel | 艘 | vessel, vessels | 艘 艘船 艘船舶 | vessel, vessels, ships
item | 项 | item, items | 项 件 | item, items
"""

# id | zh name | forms zh | forms en | symbols (used before or after the number)
MONEY = """
USD | 美元 | 美元 美金 US$ 美分/100 | US dollars, U.S. dollars, dollars, dollar, US dollar, U.S. dollar,
    bucks, cents/100, cent/100, USD | US$ USD U.S.$ $
CNY | 元人民币 | 元 人民币 元人民币 块 块钱 元钱 圆 角钱/10 毛钱/10 分钱/100 | yuan, RMB, renminbi,
    Chinese yuan, yuan RMB, RMB yuan, CNY | RMB CNY CN¥ Rmb RMB¥ ￥ ¥
EUR | 欧元 | 欧元 | euros, euro, EUR | € EUR
GBP | 英镑 | 英镑 镑 便士/100 | pounds sterling, pound sterling, British pounds, GBP, pence/100 | £ GBP
JPY | 日元 | 日元 日圆 | yen, Japanese yen, JPY | JPY JP¥
HKD | 港元 | 港元 港币 港幣 | Hong Kong dollars, Hong Kong dollar, HKD | HK$ HKD
TWD | 新台币 | 新台币 台币 新台币元 元新台币 | New Taiwan dollars, Taiwan dollars, TWD | NT$ TWD
AUD | 澳元 | 澳元 澳币 澳大利亚元 | Australian dollars, Australian dollar, AUD | A$ AU$ AUD
CAD | 加元 | 加元 加币 加拿大元 | Canadian dollars, Canadian dollar, CAD | C$ CA$ CAD
NZD | 新西兰元 | 新西兰元 纽元 | New Zealand dollars, NZD | NZ$ NZD
SGD | 新加坡元 | 新加坡元 新元 新币 | Singapore dollars, Singapore dollar, SGD | S$ SGD
KRW | 韩元 | 韩元 韩圆 韩币 | Korean won, South Korean won, KRW | ₩ KRW
INR | 卢比 | 卢比 印度卢比 | rupees, rupee, Indian rupees, INR | ₹ Rs INR
RUB | 卢布 | 卢布 俄罗斯卢布 | roubles, rouble, ruble, rubles, RUB | ₽ RUB
CHF | 瑞士法郎 | 瑞士法郎 瑞郎 | Swiss francs, Swiss franc, CHF | CHF
MYR | 马来西亚林吉特 | 林吉特 马来西亚林吉特 令吉 马币 | ringgit, MYR | RM MYR
BTC | 枚比特币 | 比特币 枚比特币 个比特币 | bitcoins, bitcoin, BTC | BTC
"""


# What the currencies that CLDR adds are called for short: code | forms zh | forms en.
MONEY_NAMES = """
VND | 越盾 越南盾 | dong, dongs, Vietnamese dong
THB | 泰铢 | baht, bahts, Thai baht
IDR | 印尼盾 印尼卢比 印度尼西亚盾 | rupiah, rupiahs, Indonesian rupiah
PHP | 菲律宾比索 菲比索 | Philippine pesos, Philippine peso
BRL | 雷亚尔 巴西雷亚尔 | reais, Brazilian reais, Brazilian real
TRY | 里拉 土耳其里拉 | lira, liras, Turkish lira
MXN | 墨西哥比索 墨比索 | Mexican pesos, Mexican peso
ZAR | 兰特 南非兰特 | rands, South African rand
SAR | 里亚尔 沙特里亚尔 | riyals, riyal, Saudi riyals
AED | 迪拉姆 阿联酋迪拉姆 | dirhams, dirham, UAE dirhams
ILS | 谢克尔 新谢克尔 以色列谢克尔 | shekels, shekel, Israeli shekels
PLN | 兹罗提 波兰兹罗提 | zloty, zlotys, zloties
HUF | 福林 匈牙利福林 | forints, forint
SEK | 瑞典克朗 | Swedish kronor, Swedish krona, Swedish crowns
NOK | 挪威克朗 | Norwegian kroner, Norwegian krone, Norwegian crowns
DKK | 丹麦克朗 | Danish kroner, Danish krone, Danish crowns
CZK | 捷克克朗 | Czech koruna, Czech crowns
KZT | 坚戈 哈萨克斯坦坚戈 | tenge
EGP | 埃及镑 | Egyptian pounds, Egyptian pound
MOP | 澳门元 澳门币 | Macau patacas, patacas, pataca
"""
