import Kiosk

Page {
    hallName: "香蜜湖街道便民服务中心"
    hallShortName: "香蜜湖街道"
    time: "20:36"
    date: "11月22日 周日"
}
