"""Of maps: what stands on the picture, below it, and instead of it."""

from __future__ import annotations

MAPS: dict[str, str] = {
    "map.door": "地图",
    "map.head": "<b>{whose} · 地图 · {period}</b>",
    "map.shown": "图上 {count} 件：已超时 {late}，未结未超时 {open}，已了结 {over}",
    "map.none": "这段时间没有能上图的工单。",
    "map.unplaced": "另有 {count} 件没有位置，不在图上。",
    "map.far": "另有 {count} 件的位置离得太远，不在图上。",
    "map.cut": "工单太多，只画了未结的和最近的，共 {count} 件。",
    "map.blank": "还画不出地图：点位都没有坐标。请协调员私聊我发 /export 取点位表，填好“纬度”“经度”两栏再发回来，就有了。",
    "map.lost": "图没有画出来，请再点一次“地图”。",
    "map.back": "‹ 返回统计",
    "map.data": "地图数据",
    "map.file": "地图-{period}.geojson",
    "map.data_caption": "{whose} · {period}：地图数据（GeoJSON，WGS-84 坐标），{count} 件。用 QGIS 等地图软件打开；里面没有上报人，也没有上报原文。",
    "map.data_lost": "地图数据没有送到，请再点一次。",
    # what stands on the picture
    "map.sheet.title": "地图 · {period}",
    "map.sheet.late": "已超时",
    "map.sheet.open": "未结未超时",
    "map.sheet.over": "已了结",
    "map.sheet.sizes": "符号越大，件数越多；太近的合在一起",
    "map.sheet.north": "北",
    "map.sheet.metres": "米",
    "map.sheet.kilometres": "公里",
    "map.sheet.unnamed": "有的单位名放不下，没有写。",
    "map.sheet.what": "图上是这段时间收到的，和目前还没结的。示意图。",
}
