"""The words of the made-up content: services of a city, a row each, Chinese and English side by side.

A row is parted by `|`. What is countable stands in English in singular and plural. No row holds a number, so that all
numbers of a sentence are those that were put there; no word is the beginning of another, so that terms made of them
are met in both languages or in neither.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Noun:
    """Something countable: Chinese, English singular and plural."""

    zh: str
    en: str
    plural: str

    def of_kind(self, kind: Words) -> Noun:
        """Give the compound with a modifier before it."""
        return Noun(kind.zh + self.zh, f"{kind.en} {self.en}", f"{kind.en} {self.plural}")


@dataclass(frozen=True)
class Sector:
    """What reports are compared by: its id, its icon, its name, and what stands in its sentences."""

    id: str
    icon: str
    name: Words
    nouns: tuple[Noun, ...]


@dataclass(frozen=True)
class Measure:
    """Something counted: its id, its unit, its name, the clause around the number, and the range of the number."""

    id: str
    unit: str
    name: Words
    clause: Words
    least: int
    most: int


def _rows(table: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines())


def _pairs(table: str) -> tuple[Words, ...]:
    return tuple(Words(zh, en) for zh, en in _rows(table))


def _noun(text: str) -> Noun:
    zh, en, plural = (part.strip() for part in text.split("/"))
    return Noun(zh, en, plural or f"{en}s")


SECTORS = tuple(
    Sector(identifier, icon, Words(zh, en), tuple(_noun(text) for text in nouns.split(";")))
    for identifier, icon, zh, en, nouns in _rows("""
libraries | library | 图书馆 | Libraries | 分馆/branch library/branch libraries; 阅览室/reading room/; 书车/book van/; 还书箱/book drop/; 书库/book stack/; 讲座厅/lecture hall/
harbour | ferry | 港口 | Harbour | 码头/quay/; 货仓/warehouse/; 起重机/crane/; 渡轮/ferry/ferries; 船坞/dock/; 锚地/anchorage/
trams | tram | 有轨电车 | Trams | 电车线/tram line/; 车站/tram stop/; 车库/tram depot/; 轨道/track section/; 换乘厅/interchange/; 道岔/track switch/track switches
parks | tree | 公园 | Parks | 步道/footpath/; 草坪/lawn/; 游乐场/playground/; 苗圃/plant nursery/plant nurseries; 池塘/pond/; 凉亭/pavilion/
water | water | 供水 | Water supply | 水厂/water plant/; 泵房/pumping station/; 管网/pipe network/; 水表/water meter/; 蓄水池/reservoir/; 取水口/intake/
schools | school | 学校 | Schools | 教室/classroom/; 食堂/canteen/; 操场/school yard/; 实验室/laboratory/laboratories; 自习室/study room/; 校门/school gate/
markets | storefront | 集市 | Markets | 摊位/stall/; 冷库/cold store/; 货棚/market shed/; 卸货区/loading bay/; 计量台/weighing desk/; 菜场/food hall/
museums | bank | 博物馆 | Museums | 展厅/gallery/galleries; 修复室/restoration studio/; 售票处/ticket office/; 藏品库/collection store/; 导览站/guide stand/; 雕塑园/sculpture garden/
clinics | hospital-box | 诊所 | Clinics | 门诊室/consulting room/; 药房/pharmacy/pharmacies; 候诊区/waiting area/; 救护站/ambulance station/; 病房/ward/; 牙科室/dental surgery/dental surgeries
lighting | lightbulb | 照明 | Lighting | 灯杆/lamp post/; 配电箱/switch box/switch boxes; 感应器/sensor/; 路灯/street lamp/; 指示牌/illuminated sign/; 变压器/transformer/
bridges | bridge | 桥梁 | Bridges | 桥面/bridge deck/; 人行桥/footbridge/; 桥墩/bridge pier/; 护栏/railing/; 检修台/inspection platform/; 吊桥/drawbridge/
housing | home-city | 住房 | Housing | 公寓/flat/; 洗衣房/laundry/laundries; 庭院/courtyard/; 电梯/lift/; 阁楼/attic/; 收发室/post room/
cycling | bike | 骑行 | Cycling | 骑行道/cycle lane/; 停车架/bicycle rack/; 修车铺/repair shop/; 租车亭/hire kiosk/; 地道/cycle tunnel/; 计数器/traffic counter/
archives | archive | 档案 | Archives | 档案库/archive store/; 扫描间/scanning room/; 目录室/catalogue room/; 地图柜/map cabinet/; 胶片室/film room/; 装订间/bindery/binderies
sports | stadium | 体育 | Sports | 游泳池/swimming pool/; 球场/pitch/pitches; 看台/grandstand/; 更衣室/changing room/; 溜冰场/ice rink/; 健身房/gym/
fire-service | fire-truck | 消防 | Fire service | 消防站/fire station/; 水龙带/hose reel/; 瞭望塔/watchtower/; 报警器/alarm/; 训练场/training ground/; 消防车/fire engine/
""")
)

KINDS_OF_NOUN = _pairs("""
老城 | old-town
河岸 | riverside
夜间 | night-time
流动 | mobile
社区 | neighbourhood
北岸 | north-bank
山坡 | hillside
近郊 | suburban
预约制 | bookable
无障碍 | step-free
自助 | self-service
季节性 | seasonal
合办 | jointly-run
翻新 | renovated
临时 | temporary
志愿 | volunteer-run
共享 | shared
沿街 | street-side
室内 | indoor
露天 | open-air
试点 | trial
市属 | city-owned
租用 | rented
新建 | newly-built
""")

PLACES = tuple(
    (identifier, Words(zh, en))
    for identifier, zh, en in _rows("""
eastbank | 东岸 | Eastbank
willow-bay | 柳湾 | Willow Bay
stonebridge | 石桥 | Stonebridge
mill-fields | 磨坊地 | Mill Fields
newhaven | 新港 | Newhaven
orchard-hill | 果园山 | Orchard Hill
saltmarsh | 盐沼 | Saltmarsh
lanterngate | 灯门 | Lanterngate
fernside | 蕨原 | Fernside
cooper-row | 桶匠街 | Cooper Row
greywater | 灰水 | Greywater
highmoor | 高地 | Highmoor
""")
)

ACTORS = tuple(
    (identifier, Words(zh, en), en_label)
    for identifier, zh, en, en_label in _rows("""
council | 市议会 | the city council | City council
districts | 各区 | the district offices | Districts
operators | 经营者 | the operators | Operators
residents | 居民团体 | the residents’ groups | Residents’ groups
fund | 地区基金 | the regional fund | Regional fund
employers | 雇主 | the employers | Employers
neighbours | 邻近城镇 | the neighbouring towns | Neighbouring towns
""")
)

# id | unit | name zh | name en | clause zh | clause en | least | most; the numbers are those of the unit of the clause
MEASURES = tuple(
    Measure(identifier, unit, Words(name_zh, name_en), Words(zh, en), int(least), int(most))
    for identifier, unit, name_zh, name_en, zh, en, least, most in _rows("""
visitors | person | 接待人次 | visitors received | 接待了{n}人次 | received {n} visitors | 2000 | 900000000
cost | EUR | 费用 | cost | 花费了{n}欧元 | cost {n} euros | 40000 | 3000000000
electricity | kWh | 用电量 | electricity used | 用电{n}千瓦时 | used {n} kWh of electricity | 3000 | 800000000
water | m3 | 用水量 | water used | 用水{n}立方米 | used {n} cubic metres of water | 500 | 70000000
area | ha | 占地面积 | area covered | 占地{n}公顷 | covered {n} hectares | 3 | 9000
length | km | 总长 | length | 总长{n}公里 | ran to {n} kilometres in all | 3 | 4000
supplies | t | 物资运送量 | supplies handled | 运送物资{n}吨 | handled {n} tonnes of supplies | 80 | 60000000
staff | person | 员工人数 | staff | 雇用了{n}人 | employed {n} people | 20 | 90000
evening-share | percent | 傍晚以后的开放时间 | opening hours after dusk | 有{n}%的开放时间在傍晚以后 | had {n}% of their opening hours after dusk | 3 | 94
approval | percent | 好评率 | approval | 获得{n}%用户的好评 | were praised by {n}% of users | 11 | 98
waiting | minute | 平均等候时间 | average wait | 平均等候{n}分钟 | kept people waiting {n} minutes on average | 2 | 88
damage | case | 报修数 | damage reported | 报修{n}起 | reported {n} cases of damage | 12 | 70000
""")
)
SHARE_ON_TARGET = Measure("target-share", "percent", Words("达标比例", "share on target"), Words("", ""), 5, 99)

REMARKS = _pairs("""
超出了规划时的估计 | more than was planned for
与邻近地区大体相当 | much as in the areas around them
主要是因为延长了开放时间 | mainly because opening hours were extended
统计口径前后没有变化 | counted in the same way throughout
其中大部分由志愿者承担 | most of it taken on by volunteers
这在冬季尤其明显 | which shows most clearly in winter
尽管维修占去了不少时间 | although repairs took up much of the time
而投诉没有增加 | while complaints did not rise
这与居民调查的结果相符 | which agrees with the survey of residents
但各街区之间差别很大 | but with wide differences between streets
这些数字尚未经过审计 | figures that have not been audited yet
其中包括合办的设施 | with jointly-run facilities included
""")

OCCASIONS = _pairs("""
遇到大雾时 | In thick fog
周末和假日 | At weekends and on holidays
在学期开始前 | Before term begins
游客增多时 | When visitors become more numerous
线路检修期间 | While lines are being repaired
预算推迟批准时 | When budgets are approved late
在大型活动前后 | Around large events
水位上涨时 | When the water rises
新规则生效以后 | Since the new rules came into force
人手不足时 | When staff are short
在停电期间 | During power cuts
开放数据公布以后 | Since open data were published
""")

EFFECTS = _pairs("""
要靠邻近街区分担 | depend on help from the streets around
仍然照常开放 | stay open as usual
最先受到影响 | are the earliest to be affected
比其他设施更受欢迎 | are more popular than other facilities
需要提前登记 | require people to register beforehand
只能提供基本服务 | can offer basic services only
恢复得比预期快 | recover faster than expected
更容易被忽视 | are more easily overlooked
承担了主要的压力 | carry the main load
往往排起长队 | often have long queues
使用率明显上升 | are used markedly more
很少出现故障 | seldom break down
""")

REASONS = _pairs("""
因为备用设备不够 | because there is too little spare equipment
因为值班安排很灵活 | because rosters are flexible
原因是经费来源单一 | because funding comes from too few sources
因为附近没有替代的去处 | because there is nothing nearby to take their place
原因是设计时就留有余量 | because room was left for it in the design
因为信息发布得不及时 | because information is given out late
原因是当地人参与了管理 | because local people take part in running them
因为交通不便 | because they are hard to get to
原因是维护合同已经到期 | because maintenance contracts have run out
因为收费办法很简单 | because charging is simple
原因是各部门的职责不清 | because departments’ duties are unclear
因为培训做得扎实 | because training is thorough
""")

LACKS = _pairs("""
缺少统一的标准 | lack common standards
没有稳定的经费 | have no steady funding
无人负责日常维护 | have nobody in charge of daily upkeep
很难招到合适的员工 | find it hard to recruit suitable staff
年久失修 | have not been repaired for a long time
不便于轮椅出入 | are awkward for wheelchair users
彼此的数据不能互通 | cannot exchange data with each other
在高峰时不敷使用 | are too small at peak times
没有可靠的备用电源 | lack reliable backup power
受噪声困扰 | suffer from noise
缺乏公开的账目 | keep no public accounts
用户的意见得不到回应 | leave users’ comments unanswered
""")

CONSEQUENCES = _pairs("""
居民因此转向别处 | so that residents go elsewhere
计划中的扩建只好推迟 | so that planned extensions had to be put off
费用逐年上升 | and costs rise from year to year
保险公司不愿承保 | and insurers are unwilling to cover them
地区之间的差距进一步扩大 | so that the gap between districts widens
调查结果难以比较 | so that surveys are hard to compare
事故的风险随之增加 | and the risk of accidents grows with it
志愿者纷纷离开 | and volunteers are leaving
夜间只能关闭 | so that they have to close at night
维修费用挤占了新的投资 | and repairs crowd out new investment
公众的信任受到损害 | and public trust suffers
合作的意愿有所下降 | and the will to cooperate has declined
""")

INSTRUMENTS = _pairs("""
开放时间规则 | Opening Hours Rules
公共空间规划 | Public Space Plan
安全检查办法 | Safety Inspection Order
共享设施章程 | Shared Facilities Charter
节水指引 | Water Saving Guidance
无障碍出行条例 | Step-Free Travel Ordinance
数据公开办法 | Open Data Order
设施维护纲要 | Upkeep Programme
志愿服务章程 | Volunteering Charter
采购透明规则 | Procurement Transparency Rules
夜间服务计划 | Night Services Plan
邻里合作框架 | Neighbourhood Cooperation Framework
""")

DUTIES = _pairs("""
公布每月的收支 | publish their income and spending every month
保留手写登记的办法 | keep a way to register on paper
在入口处标明开放时间 | show their opening hours at the entrance
定期检查消防通道 | inspect escape routes regularly
向残疾人提供协助 | help people with disabilities
优先雇用当地居民 | give local residents preference in hiring
与邻近设施共用设备 | share equipment with facilities nearby
记录并答复用户的意见 | record and answer users’ comments
使用可以修理的设备 | use equipment that can be repaired
在活动结束后清理场地 | clear up after events
为员工提供急救培训 | train staff in first aid
把空闲时段向学校开放 | open to schools when they are idle
""")

GOALS = _pairs("""
通过独立的安全检查 | pass an independent safety inspection
实现全天无障碍出入 | be free of steps all day
改用可以修理的部件 | be fitted with parts that can be repaired
接入统一的预约系统 | be on the common booking system
由当地团体参与管理 | be run with local groups
公开能耗和费用 | publish what they use and cost
在夜间保持开放 | stay open at night
配备备用电源 | have backup power
达到新的噪声标准 | meet the new standard for noise
完成翻新 | be renovated
提供多种语言的说明 | have explanations in several languages
与公共交通直接相连 | be linked directly to public transport
""")

ACTIONS = _pairs("""
优先维修 | give priority to repairing
统一管理 | jointly manage
扩大 | enlarge
公开评估 | publicly assess
重新规划 | replan
共同出资翻新 | pay jointly for renewing
逐步联通 | gradually link up
定期检查 | regularly inspect
免费开放 | stop charging for
简化预约手续以便使用 | simplify booking for
培训人员来照管 | train staff to look after
试行延长开放 | try longer opening for
""")

PURPOSES = _pairs("""
使老年人也能独立到达 | so that older people can reach them unaided
以减轻邻近设施的压力 | to ease the load on facilities nearby
使费用能够长期承担 | so that costs stay bearable in the long run
以便比较各区的做法 | so that the districts’ ways can be compared
让居民参与重要的决定 | so that residents take part in important decisions
以减少不必要的重复建设 | to avoid building the same thing needlessly
使冬季的服务不致中断 | so that services are not interrupted in winter
以吸引更多的志愿者 | to attract more volunteers
让学校也能受益 | so that schools benefit too
以便及早发现隐患 | so that dangers are found early
使数据可以公开查验 | so that the data can be checked in public
以保护周围的环境 | to protect the surroundings
""")
