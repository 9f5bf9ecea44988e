<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>CabinetDrawing</name>
    <message>
        <source>您在这里</source>
        <translation>You are here</translation>
    </message>
</context>
<context>
    <name>Capture</name>
    <message>
        <source>请把材料平放在台面上</source>
        <translation>Lay the paper flat on the table</translation>
    </message>
    <message>
        <source>请往中间移，四边都要看得见</source>
        <translation>Move it so that all edges show</translation>
    </message>
    <message>
        <source>大小不对，请放要交的那份材料</source>
        <translation>Wrong size: lay the paper asked for</translation>
    </message>
    <message>
        <source>太暗了，请不要挡住灯光</source>
        <translation>Too dark: let the light through</translation>
    </message>
    <message>
        <source>反光了，请换个位置</source>
        <translation>It reflects: move it a little</translation>
    </message>
    <message>
        <source>请把手拿开</source>
        <translation>Take your hands away</translation>
    </message>
    <message>
        <source>请放好别动</source>
        <translation>Leave it still</translation>
    </message>
    <message>
        <source>不清楚，请把纸压平</source>
        <translation>Blurred: press the paper flat</translation>
    </message>
    <message>
        <source>这一面是空白，请翻过来</source>
        <translation>This side is empty: turn it over</translation>
    </message>
    <message>
        <source>拍好了，还有就放下一页</source>
        <translation>Taken. Now the next page</translation>
    </message>
    <message>
        <source>很好，请别动</source>
        <translation>Good, hold still</translation>
    </message>
    <message>
        <source>请放下一页，没有了就点“完成”</source>
        <translation>Lay the next page, or touch “Done”</translation>
    </message>
    <message>
        <source>请把材料放进扫描仪</source>
        <translation>Put the paper into the scanner</translation>
    </message>
    <message>
        <source>正在扫描，请不要拉纸</source>
        <translation>Scanning: do not pull the paper</translation>
    </message>
    <message>
        <source>扫好了，还有就再放进去</source>
        <translation>Scanned. More pages? Put them in</translation>
    </message>
</context>
<context>
    <name>CapturePage</name>
    <message>
        <source>等待拍照</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>台面上的画面</source>
        <translation>Picture of the table</translation>
    </message>
    <message>
        <source>放平，手拿开，自动拍</source>
        <translation>Flat, hands away: taken by itself</translation>
    </message>
    <message>
        <source>正在扫描</source>
        <translation>Scanning</translation>
    </message>
    <message>
        <source>开始扫描</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>扫描仪</source>
        <translation>Scanner</translation>
    </message>
    <message>
        <source>已有 %1 页</source>
        <translation>Pages: %1</translation>
    </message>
    <message>
        <source>可以一次放几页</source>
        <translation>Several sheets at once will do</translation>
    </message>
    <message>
        <source>一页一页放，不用按键</source>
        <translation>Page by page, no button needed</translation>
    </message>
    <message>
        <source>请看清楚：字要都能读</source>
        <translation>Look: can everything be read?</translation>
    </message>
    <message>
        <source>字朝哪一面，看机器上的图</source>
        <translation>The picture on the machine shows which way up</translation>
    </message>
    <message>
        <source>再扫</source>
        <translation>Scan more</translation>
    </message>
    <message>
        <source>重拍</source>
        <translation>Retake</translation>
    </message>
    <message>
        <source>重拍第 %1 页</source>
        <translation>Retake page %1</translation>
    </message>
</context>
<context>
    <name>CardPlace</name>
    <message>
        <source>读卡区在屏幕右下方，亮着绿灯</source>
        <translation>The reader is below the screen, on the right, with a green light</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>全部事项</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>找到 {count} 项</source>
        <translation>{count} found</translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>暂无事项</source>
        <translation>Not here yet</translation>
    </message>
</context>
<context>
    <name>CellFoundPage</name>
    <message>
        <source>%1 号格里有什么？</source>
        <translation>What is in cell %1?</translation>
    </message>
    <message>
        <source>按看到的登记，这格的疑问就了结了</source>
        <translation>Say what you saw; that settles the doubt</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>退出登录</source>
        <translation>Log out</translation>
    </message>
    <message>
        <source>正在登记</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>请选一项</source>
        <translation>Choose one</translation>
    </message>
    <message>
        <source>空的</source>
        <translation>Nothing</translation>
    </message>
    <message>
        <source>是别的物件，扫它的条码</source>
        <translation>Something else: scan its barcode</translation>
    </message>
    <message>
        <source>有物件，扫它的条码</source>
        <translation>Something: scan its barcode</translation>
    </message>
</context>
<context>
    <name>Certificate</name>
    <message>
        <source>《{item}》</source>
        <translation>“{item}”</translation>
    </message>
    <message>
        <source>《{item}申请表》</source>
        <translation>Application form: {item}</translation>
    </message>
    <message>
        <source>没有纸出来</source>
        <translation>Nothing came out</translation>
    </message>
    <message>
        <source>字不清楚</source>
        <translation>Cannot be read</translation>
    </message>
    <message>
        <source>没有打全</source>
        <translation>Something is missing</translation>
    </message>
    <message>
        <source>纸破了或皱了</source>
        <translation>Torn or creased</translation>
    </message>
    <message>
        <source>用错了纸</source>
        <translation>Wrong paper</translation>
    </message>
</context>
<context>
    <name>CertificatePage</name>
    <message>
        <source>结束</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>去评价</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>要打印纸质证明吗？</source>
        <translation>Print it on paper?</translation>
    </message>
    <message>
        <source>不打印也有效，以后凭回执还能打</source>
        <translation>It is valid without paper, and can be printed later with the receipt</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>正在取证明</source>
        <translation>Fetching the certificate</translation>
    </message>
    <message>
        <source>最多 20 秒，请稍等</source>
        <translation>At most 20 seconds, please wait</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>再打印一张，请稍等</source>
        <translation>Printing once more</translation>
    </message>
    <message>
        <source>正在打印证明</source>
        <translation>Printing the certificate</translation>
    </message>
    <message>
        <source>纸上有您的资料，请等它出来再走</source>
        <translation>Your data is on it: please stay until it is out</translation>
    </message>
    <message>
        <source>正在打印</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>正在打印申请表</source>
        <translation>Printing the application</translation>
    </message>
    <message>
        <source>打印机停下了</source>
        <translation>The printer has stopped</translation>
    </message>
    <message>
        <source>不等了</source>
        <translation>Stop waiting</translation>
    </message>
    <message>
        <source>拿到证明了吗？</source>
        <translation>Do you hold the certificate?</translation>
    </message>
    <message>
        <source>拿到了</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>拿到了，清楚</source>
        <translation>Yes, it is good</translation>
    </message>
    <message>
        <source>拿到申请表了吗？</source>
        <translation>Do you have the application?</translation>
    </message>
    <message>
        <source>请看一看：%1 张，字清楚，纸没有破</source>
        <translation>Please look: sheets: %1, clear print, nothing torn</translation>
    </message>
    <message>
        <source>证明打印好了</source>
        <translation>The certificate is printed</translation>
    </message>
    <message>
        <source>请拿好，别忘在出纸口</source>
        <translation>Take it with you</translation>
    </message>
    <message>
        <source>这次没有打印</source>
        <translation>It was not printed</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>要打印申请表吗？</source>
        <translation>Print your application?</translation>
    </message>
    <message>
        <source>您提交的全部内容，留作底稿；不打印也不影响办理</source>
        <translation>All you submitted, for your own files; it is handled without paper too</translation>
    </message>
    <message>
        <source>正在准备申请表</source>
        <translation>Preparing your application</translation>
    </message>
    <message>
        <source>申请表打印好了</source>
        <translation>Your copy is printed</translation>
    </message>
    <message>
        <source>A4 纸 1 张，不收费；上面有您的姓名和证件号码</source>
        <translation>One A4 sheet, free of charge; your name and ID number are on it</translation>
    </message>
    <message>
        <source>A4 纸，不收费；上面有您的姓名、证件号码和签名</source>
        <translation>A4, free of charge; your name, ID number and signature are on it</translation>
    </message>
    <message>
        <source>签发机关已电子签名，扫纸上的码可以核验</source>
        <translation>Signed by the issuer; the code on it can be checked</translation>
    </message>
    <message>
        <source>上面有您的资料，请收好</source>
        <translation>Your data are on it: keep it safe</translation>
    </message>
    <message>
        <source>从屏幕下方右侧的出纸口出来</source>
        <translation>It comes out below the screen, at the right</translation>
    </message>
    <message>
        <source>纸有问题？点原因，再打一张</source>
        <translation>Something wrong? Say what, and get another</translation>
    </message>
    <message>
        <source>不打印，去评价</source>
        <translation>No paper, thank you</translation>
    </message>
    <message>
        <source>不打印，返回</source>
        <translation>No paper, go back</translation>
    </message>
    <message>
        <source>以后带身份证和回执，还能打印</source>
        <translation>Later it can be printed with ID card and receipt</translation>
    </message>
    <message>
        <source>受理号和回执就能查进度</source>
        <translation>Number and receipt are enough to ask how it stands</translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>已选</source>
        <translation>Chosen</translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>这是办件回执</source>
        <translation>This is an application receipt</translation>
    </message>
    <message>
        <source>这是取件码</source>
        <translation>This is a pick-up code</translation>
    </message>
    <message>
        <source>核验不通过：这不是平台签发的证明</source>
        <translation>Not genuine: the platform did not issue this certificate</translation>
    </message>
    <message>
        <source>这是电子身份证二维码</source>
        <translation>This is an e-ID code</translation>
    </message>
    <message>
        <source>这个码不是本终端能用的</source>
        <translation>This terminal has no use for this code</translation>
    </message>
    <message>
        <source>平台上查到的情况在下面。</source>
        <translation>What the platform says is below.</translation>
    </message>
    <message>
        <source>这台终端没有存取柜。请到回执上写的地点领取，或打电话问。</source>
        <translation>This terminal has no lockers. Collect at the place on your receipt, or ask by phone.</translation>
    </message>
    <message>
        <source>码里的签名对不上，纸上写的请不要采信。</source>
        <translation>The signature in the code does not fit. Please do not trust what the paper says.</translation>
    </message>
    <message>
        <source>请先选要办的事，到“确认身份”那一步再出示。</source>
        <translation>Choose your service first, and show it when you are asked who you are.</translation>
    </message>
    <message>
        <source>可以出示回执、取件通知或证明上的二维码。码里的内容没有保存。</source>
        <translation>You can show the code of a receipt, a pick-up notice or a certificate. Nothing of this code was kept.</translation>
    </message>
    <message>
        <source>这张证明是真的</source>
        <translation>This certificate is genuine</translation>
    </message>
    <message>
        <source>平台签发过这个编号。请核对下面三项和纸上写的一样。</source>
        <translation>The platform has issued it. Please check that the paper says the same as the lines below.</translation>
    </message>
    <message>
        <source>证明的事项</source>
        <translation>What it certifies</translation>
    </message>
    <message>
        <source>证明编号</source>
        <translation>Certificate number</translation>
    </message>
    <message>
        <source>签发日期</source>
        <translation>Issued on</translation>
    </message>
    <message>
        <source>已收到，正在核对</source>
        <translation>Received, being checked</translation>
    </message>
    <message>
        <source>已受理</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>已批准</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>已退回，请补正</source>
        <translation>Returned: please correct it</translation>
    </message>
    <message>
        <source>和另一件重复，工作人员正在核对</source>
        <translation>Same as another one: staff are checking</translation>
    </message>
    <message>
        <source>已存好，还没有送到平台</source>
        <translation>Stored safely, not yet at the platform</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>正在查询</source>
        <translation>Looking it up</translation>
    </message>
    <message>
        <source>最多 8 秒，请稍等</source>
        <translation>8 seconds at most</translation>
    </message>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>现在办到这一步</source>
        <translation>Where it stands now</translation>
    </message>
    <message>
        <source>受理号</source>
        <translation>Acceptance number</translation>
    </message>
    <message>
        <source>提交日期</source>
        <translation>Submitted on</translation>
    </message>
    <message>
        <source>拨打 %1</source>
        <translation>Call %1</translation>
    </message>
    <message>
        <source>24 小时有人接听，告诉您怎么办</source>
        <translation>Answered day and night: they tell you what to do</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>身份证信息</source>
        <translation>Your identity card</translation>
    </message>
    <message>
        <source>姓名、号码、住址，用来填表</source>
        <translation>Name, number, address: to fill in the form</translation>
    </message>
    <message>
        <source>您上次填的信息</source>
        <translation>What you gave last time</translation>
    </message>
    <message>
        <source>手机号等，不用再填一遍</source>
        <translation>Telephone and so on, so you need not type it again</translation>
    </message>
    <message>
        <source>调取电子证照，免交原件</source>
        <translation>Fetched as an e-licence: no paper needed</translation>
    </message>
    <message>
        <source>现场人脸画面</source>
        <translation>A look at your face</translation>
    </message>
    <message>
        <source>只和身份证照片比对，比完马上删除</source>
        <translation>Compared with your card only, then deleted at once</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>同意后，我们帮您取资料</source>
        <translation>May we fetch your records?</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>I agree</translation>
    </message>
    <message>
        <source>只用来办“%1”</source>
        <translation>Only for &quot;%1&quot;</translation>
    </message>
    <message>
        <source>离开后，这台终端不留您的任何资料。</source>
        <translation>When you leave, nothing of yours stays on this terminal.</translation>
    </message>
    <message>
        <source>不刷脸，换一种方式</source>
        <translation>No face check: another way</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>还有 %1 秒</source>
        <translation>%1 seconds left</translation>
    </message>
</context>
<context>
    <name>Done</name>
    <message>
        <source>申请已送达，等待受理</source>
        <translation>Delivered, waiting to be accepted</translation>
    </message>
    <message>
        <source>已受理，申请已送达</source>
        <translation>Accepted and delivered</translation>
    </message>
    <message>
        <source>已办好，当场通过</source>
        <translation>Done: approved at once</translation>
    </message>
    <message>
        <source>申请已送达，需要补正</source>
        <translation>Delivered, but something is missing</translation>
    </message>
    <message>
        <source>已收到，可能重复申请</source>
        <translation>Received; it may be a duplicate</translation>
    </message>
    <message>
        <source>今天：申请已送达</source>
        <translation>Today: delivered</translation>
    </message>
    <message>
        <source>今天：申请已受理</source>
        <translation>Today: accepted</translation>
    </message>
    <message>
        <source>今天：已经批准</source>
        <translation>Today: approved</translation>
    </message>
    <message>
        <source>今天：已送达，需要补正</source>
        <translation>Today: delivered, to be completed</translation>
    </message>
    <message>
        <source>今天：已收到，工作人员核对是否重复</source>
        <translation>Today: received; staff check for duplicates</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>What happens next</translation>
    </message>
    <message>
        <source>取走的物品</source>
        <translation>What you took</translation>
    </message>
    <message>
        <source>取件完成，已签收</source>
        <translation>Collected and signed for</translation>
    </message>
    <message>
        <source>取件完成，已记下签收</source>
        <translation>Collected; your signature is stored</translation>
    </message>
    <message>
        <source>取件单 {number}</source>
        <translation>Order {number}</translation>
    </message>
    <message>
        <source>已收好，稍后自动送达</source>
        <translation>Safe here, will be sent</translation>
    </message>
    <message>
        <source>今天：已收到，尚未受理</source>
        <translation>Today: received, not yet accepted</translation>
    </message>
    <message>
        <source>内容已加密存好，不会丢</source>
        <translation>Stored encrypted; it cannot get lost</translation>
    </message>
    <message>
        <source>网络恢复后：自动送到办理部门</source>
        <translation>Once the network is back: sent by itself</translation>
    </message>
    <message>
        <source>您不用等，也不用再来提交</source>
        <translation>No need to wait or to come again</translation>
    </message>
    <message>
        <source>查进度：拨打 {hotline}</source>
        <translation>Progress: call {hotline}</translation>
    </message>
    <message>
        <source>送达后，报上面的申请编号就能查到</source>
        <translation>Once it is sent, give the reference above</translation>
    </message>
    <message>
        <source>申请编号</source>
        <translation>Reference</translation>
    </message>
    <message>
        <source>{date}前：出结果</source>
        <translation>By {date}: the outcome</translation>
    </message>
    <message>
        <source>部门审核，不需要您到场</source>
        <translation>The office decides; you need not come</translation>
    </message>
    <message>
        <source>受理号</source>
        <translation>Acceptance number</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>不评价，结束</source>
        <translation>End, no rating</translation>
    </message>
    <message>
        <source>去评价</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>打印证明</source>
        <translation>Print certificate</translation>
    </message>
    <message>
        <source>拍下来，拨打 %1 查进度时报这个号</source>
        <translation>Take a photo: give this number when you call %1</translation>
    </message>
    <message>
        <source>申请表打印一份</source>
        <translation>Print a copy of the application</translation>
    </message>
</context>
<context>
    <name>DoorPage</name>
    <message>
        <source>先关门</source>
        <translation>Close first</translation>
    </message>
    <message>
        <source>关门后可退出</source>
        <translation>Leave once it is closed</translation>
    </message>
    <message>
        <source>等您关门</source>
        <translation>Waiting for you</translation>
    </message>
    <message>
        <source>正在开门</source>
        <translation>Opening</translation>
    </message>
    <message>
        <source>门已打开</source>
        <translation>Door open</translation>
    </message>
    <message>
        <source>取走全部物品</source>
        <translation>Take everything</translation>
    </message>
    <message>
        <source>把门关好</source>
        <translation>Close the door</translation>
    </message>
    <message>
        <source>放入原件</source>
        <translation>Put the original in</translation>
    </message>
    <message>
        <source>门没开</source>
        <translation>Not open</translation>
    </message>
</context>
<context>
    <name>DoorTroublePage</name>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End session</translation>
    </message>
    <message>
        <source>再开一次</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>再开一次门</source>
        <translation>Open it again</translation>
    </message>
    <message>
        <source>这件先不取</source>
        <translation>Leave this one</translation>
    </message>
    <message>
        <source>它留在柜里，以后还能来取</source>
        <translation>It stays in the locker; you can come back for it</translation>
    </message>
</context>
<context>
    <name>EidQrPage</name>
    <message>
        <source>请出示电子身份证二维码</source>
        <translation>Show your e-ID code</translation>
    </message>
    <message>
        <source>二维码一分钟内有效，只能用一次</source>
        <translation>A code lives for one minute and counts once</translation>
    </message>
    <message>
        <source>正在核验</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>等待扫码</source>
        <translation>Waiting for code</translation>
    </message>
    <message>
        <source>扫码口在屏幕正下方，离手机一掌远</source>
        <translation>The scanner is below the screen; hold your phone a hand away</translation>
    </message>
    <message>
        <source>正在请国家身份认证平台核验</source>
        <translation>The national identity service is checking it</translation>
    </message>
    <message>
        <source>在手机上打开二维码</source>
        <translation>Open the code on your phone</translation>
    </message>
    <message>
        <source>最多 8 秒，请稍等。</source>
        <translation>8 seconds at most.</translation>
    </message>
    <message>
        <source>“国家网络身份认证”或“粤省事”里都有。</source>
        <translation>In the national e-ID app or in Yueshengshi.</translation>
    </message>
    <message>
        <source>找到身份证了？</source>
        <translation>Found your ID card?</translation>
    </message>
    <message>
        <source>直接平放在读卡区就行。</source>
        <translation>Just lay it on the card reader.</translation>
    </message>
</context>
<context>
    <name>Face</name>
    <message>
        <source>请看屏幕上方的镜头</source>
        <translation>Look at the camera above</translation>
    </message>
    <message>
        <source>请靠近一点</source>
        <translation>Come a little closer</translation>
    </message>
    <message>
        <source>请退后一点</source>
        <translation>Step back a little</translation>
    </message>
    <message>
        <source>请把脸移到圈里</source>
        <translation>Move your face into the oval</translation>
    </message>
    <message>
        <source>请一个人站在镜头前</source>
        <translation>One person only, please</translation>
    </message>
    <message>
        <source>太暗了，请面向亮处</source>
        <translation>Too dark: face the light</translation>
    </message>
    <message>
        <source>太亮了，请背对强光</source>
        <translation>Too bright: turn away</translation>
    </message>
    <message>
        <source>很好，请别动</source>
        <translation>Good, hold still</translation>
    </message>
    <message>
        <source>请摘下口罩</source>
        <translation>Please take off your mask</translation>
    </message>
    <message>
        <source>正在核对，请别动</source>
        <translation>Checking, hold still</translation>
    </message>
    <message>
        <source>请向左转头，再转回来</source>
        <translation>Turn your head left, then back</translation>
    </message>
    <message>
        <source>请向右转头，再转回来</source>
        <translation>Turn your head right, then back</translation>
    </message>
    <message>
        <source>请张开嘴，再合上</source>
        <translation>Open your mouth, then close it</translation>
    </message>
    <message>
        <source>请闭一下眼，再睁开</source>
        <translation>Shut your eyes, then open them</translation>
    </message>
    <message>
        <source>请点一下头</source>
        <translation>Nod once</translation>
    </message>
    <message>
        <source>请向左转两次头</source>
        <translation>Turn your head left twice</translation>
    </message>
    <message>
        <source>请向右转两次头</source>
        <translation>Turn your head right twice</translation>
    </message>
    <message>
        <source>请先向左、再向右转头</source>
        <translation>Turn your head left, then right</translation>
    </message>
    <message>
        <source>请先向右、再向左转头</source>
        <translation>Turn your head right, then left</translation>
    </message>
    <message>
        <source>请张嘴再合上，做两次</source>
        <translation>Open your mouth twice</translation>
    </message>
    <message>
        <source>请点两下头</source>
        <translation>Nod twice</translation>
    </message>
</context>
<context>
    <name>FaceOval</name>
    <message>
        <source>摄像头画面</source>
        <translation>Camera picture</translation>
    </message>
</context>
<context>
    <name>FacePage</name>
    <message>
        <source>等待核对</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>做不了这个动作</source>
        <translation>I cannot do this</translation>
    </message>
    <message>
        <source>摄像头在屏幕上方</source>
        <translation>The camera is above the screen</translation>
    </message>
    <message>
        <source>正对镜头</source>
        <translation>Facing it</translation>
    </message>
    <message>
        <source>距离合适</source>
        <translation>Right distance</translation>
    </message>
    <message>
        <source>还可以试 %1 次</source>
        <translation>%1 more tries</translation>
    </message>
    <message>
        <source>正在核对，约 1 秒</source>
        <translation>Checking, about 1 s</translation>
    </message>
    <message>
        <source>等您就位</source>
        <translation>Waiting for you</translation>
    </message>
    <message>
        <source>照着提示做</source>
        <translation>Follow the prompt</translation>
    </message>
    <message>
        <source>画面只用来和身份证照片比对</source>
        <translation>Compared with your card only</translation>
    </message>
    <message>
        <source>比对完马上删除，不保存照片</source>
        <translation>Then deleted; no photo is kept</translation>
    </message>
    <message>
        <source>不刷脸</source>
        <translation>No face check</translation>
    </message>
</context>
<context>
    <name>FarewellPage</name>
    <message>
        <source>拿好了</source>
        <translation>I have everything</translation>
    </message>
    <message>
        <source>请带走您的材料原件</source>
        <translation>Please take your papers with you</translation>
    </message>
    <message>
        <source>您填的内容已经从屏幕上清除</source>
        <translation>What you entered is cleared from the screen</translation>
    </message>
    <message>
        <source>台面上和扫描仪里的材料</source>
        <translation>Papers on the table and in the scanner</translation>
    </message>
    <message>
        <source>身份证和其他证件</source>
        <translation>Identity card and other documents</translation>
    </message>
    <message>
        <source>打印出来的回执</source>
        <translation>The printed receipt</translation>
    </message>
</context>
<context>
    <name>FetchingPage</name>
    <message>
        <source>正在取您的资料</source>
        <translation>Fetching your records</translation>
    </message>
    <message>
        <source>最多几秒。取不到也能办，您手工填写就行。</source>
        <translation>A few seconds at most. If it fails, you simply type them.</translation>
    </message>
    <message>
        <source>请稍候</source>
        <translation>One moment</translation>
    </message>
    <message>
        <source>身份证</source>
        <translation>Identity card</translation>
    </message>
    <message>
        <source>已读取</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>本人核对</source>
        <translation>Face check</translation>
    </message>
    <message>
        <source>已通过</source>
        <translation>Passed</translation>
    </message>
    <message>
        <source>电子证照和上次填的信息</source>
        <translation>E-licences and what you gave last time</translation>
    </message>
    <message>
        <source>正在查询</source>
        <translation>Asking now</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>退出办理</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>来自身份证</source>
        <translation>From your card</translation>
    </message>
    <message>
        <source>来自您的证件</source>
        <translation>From your document</translation>
    </message>
    <message>
        <source>来自{name}</source>
        <translation>From {name}</translation>
    </message>
    <message>
        <source>来自上次办理</source>
        <translation>From last time</translation>
    </message>
    <message>
        <source>请您填写</source>
        <translation>Please fill in</translation>
    </message>
    <message>
        <source>可以不填</source>
        <translation>Optional</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>填错了也不要紧</source>
        <translation>A mistake does no harm</translation>
    </message>
    <message>
        <source>蓝底的不对，就点“修改”</source>
        <translation>If something blue is wrong, choose Change</translation>
    </message>
    <message>
        <source>提交前还会请您再核对一遍。</source>
        <translation>You check everything once more before it is sent.</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>刷身份证即可</source>
        <translation>your card is enough</translation>
    </message>
    <message>
        <source>有电子证照就免交</source>
        <translation>not needed if there is an e-licence</translation>
    </message>
    <message>
        <source>在本机填写签名</source>
        <translation>filled in and signed here</translation>
    </message>
    <message>
        <source>带来可以当场拍</source>
        <translation>Bring it: scanned here</translation>
    </message>
    <message>
        <source>没带可以以后补</source>
        <translation>may follow later</translation>
    </message>
    <message>
        <source>免费邮寄到家</source>
        <translation>By post, free</translation>
    </message>
    <message>
        <source>到大厅领取</source>
        <translation>Collect at the hall</translation>
    </message>
    <message>
        <source>打印领取</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>发电子证照</source>
        <translation>As an e-licence</translation>
    </message>
    <message>
        <source>秒批，当场出结果</source>
        <translation>Decided at once</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End</translation>
    </message>
    <message>
        <source>开始办</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>开始办理</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>暂停办理</source>
        <translation>Not available</translation>
    </message>
    <message>
        <source>这件事现在不能在这里办</source>
        <translation>This cannot be done here now</translation>
    </message>
    <message>
        <source>多久办好</source>
        <translation>How long</translation>
    </message>
    <message>
        <source>收费</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>办好得到</source>
        <translation>What you get</translation>
    </message>
    <message>
        <source>怎么拿到</source>
        <translation>How you get it</translation>
    </message>
    <message>
        <source>哪些人可以办</source>
        <translation>Who may apply</translation>
    </message>
    <message>
        <source>需要的材料</source>
        <translation>What is needed</translation>
    </message>
    <message>
        <source>收费说明</source>
        <translation>About the fee</translation>
    </message>
    <message>
        <source>要注意</source>
        <translation>Please note</translation>
    </message>
    <message>
        <source>依据</source>
        <translation>Legal basis</translation>
    </message>
</context>
<context>
    <name>HandInPage</name>
    <message>
        <source>取件前，请先交原件</source>
        <translation>First hand in the original</translation>
    </message>
    <message>
        <source>放进柜里、关好门，取件的门就打开</source>
        <translation>Once it lies in its cell and that door is shut, your own door opens</translation>
    </message>
    <message>
        <source>放进柜里，或者拍下来自己带走</source>
        <translation>Put it into a cell, or have it photographed and keep it</translation>
    </message>
    <message>
        <source>拍下来就行，原件您带走</source>
        <translation>A picture will do: you keep the original</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>正在找空柜</source>
        <translation>Finding a free cell</translation>
    </message>
    <message>
        <source>开门</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>打开 %1 号门</source>
        <translation>Open door %1</translation>
    </message>
    <message>
        <source>正在记下</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>开始拍照</source>
        <translation>Take pictures</translation>
    </message>
    <message>
        <source>请到人工窗口</source>
        <translation>Please go to a counter</translation>
    </message>
    <message>
        <source>拍下来，原件自己带走</source>
        <translation>Photograph it and keep it</translation>
    </message>
    <message>
        <source>和放进柜里一样算数</source>
        <translation>Counts as much as putting it into a cell</translation>
    </message>
    <message>
        <source>没带原件，今天先不取</source>
        <translation>Without the original, not today</translation>
    </message>
    <message>
        <source>东西留在柜里，带上原件再来；也可以拨打 %1 询问。</source>
        <translation>Your things stay in their cell. Come back with it, or call %1.</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>显示</source>
        <translation>Display</translation>
    </message>
    <message>
        <source>求助</source>
        <translation>Help</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>您想办什么事？</source>
        <translation>What do you need?</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End</translation>
    </message>
    <message>
        <source>全部事项</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>看全部事项</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>输入拼音或首字母</source>
        <translation>Type a word</translation>
    </message>
    <message>
        <source>输入事项名的拼音或首字母</source>
        <translation>Type a word, pinyin or initials</translation>
    </message>
    <message>
        <source>我要取件</source>
        <translation>Collect</translation>
    </message>
    <message>
        <source>执照、印章、证件</source>
        <translation>Licences, seals</translation>
    </message>
    <message>
        <source>按主题办</source>
        <translation>By topic</translation>
    </message>
    <message>
        <source>本机可办 %1 项</source>
        <translation>%1 services here</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>高对比</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>求助</source>
        <translation>Help</translation>
    </message>
</context>
<context>
    <name>HotlinePanel</name>
    <message>
        <source>有急事请拨打，24 小时有人接听</source>
        <translation>In a hurry? Call, day and night</translation>
    </message>
</context>
<context>
    <name>IdentifyDrawing</name>
    <message>
        <source>读卡区</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>把身份证平放在读卡区</source>
        <translation>Lay your card flat on the reader</translation>
    </message>
</context>
<context>
    <name>IdentifyPage</name>
    <message>
        <source>请把身份证平放在读卡区</source>
        <translation>Lay your card on the reader</translation>
    </message>
    <message>
        <source>读卡后确认是您本人办理，约需 2 秒</source>
        <translation>It takes about 2 seconds</translation>
    </message>
    <message>
        <source>取件码读到了，读卡后就能取件</source>
        <translation>The pick-up code was read; your card is all that is missing</translation>
    </message>
    <message>
        <source>取件码读到了</source>
        <translation>Pick-up code read</translation>
    </message>
    <message>
        <source>等待读卡</source>
        <translation>Waiting for card</translation>
    </message>
    <message>
        <source>没带身份证？</source>
        <translation>No card with you?</translation>
    </message>
    <message>
        <source>出示电子身份证二维码</source>
        <translation>Show an e-ID code</translation>
    </message>
    <message>
        <source>在手机上打开“国家网络身份认证”或“粤省事”</source>
        <translation>From the national e-ID app or Yueshengshi on your phone</translation>
    </message>
    <message>
        <source>要联网核验，网络现在不通，请用身份证</source>
        <translation>Needs the network, which is down. Use your ID card.</translation>
    </message>
    <message>
        <source>用居住证、护照或通行证</source>
        <translation>Residence permit, passport or travel permit</translation>
    </message>
    <message>
        <source>居住证放在读卡区；护照、往来内地通行证手工输入</source>
        <translation>Lay a residence permit on the reader; type a passport or travel permit</translation>
    </message>
</context>
<context>
    <name>ItemsPage</name>
    <message>
        <source>选一件事，先看办事指南</source>
        <translation>Choose one to see its guide</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End</translation>
    </message>
    <message>
        <source>请选一项</source>
        <translation>Choose one</translation>
    </message>
    <message>
        <source>输入拼音或首字母</source>
        <translation>Type a word</translation>
    </message>
    <message>
        <source>输入事项名的拼音或首字母</source>
        <translation>Type a word, pinyin or initials</translation>
    </message>
    <message>
        <source>暂停办理</source>
        <translation>Not available</translation>
    </message>
    <message>
        <source>没有对得上的事项</source>
        <translation>No service fits</translation>
    </message>
    <message>
        <source>换几个字母试试，或返回按主题找。</source>
        <translation>Try other letters, or go back and look by topic.</translation>
    </message>
    <message>
        <source>没有您要办的事？</source>
        <translation>Not what you need?</translation>
    </message>
    <message>
        <source>返回按主题找，或拨打 %1 询问。</source>
        <translation>Go back and look by topic, or call %1.</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>屏幕键盘</source>
        <translation>On-screen keys</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>收起键盘</source>
        <translation>Hide keys</translation>
    </message>
    <message>
        <source>大写</source>
        <translation>Capitals</translation>
    </message>
    <message>
        <source>字母</source>
        <translation>Letters</translation>
    </message>
    <message>
        <source>数字和符号</source>
        <translation>Digits and signs</translation>
    </message>
    <message>
        <source>用 &lt; 填满这一行</source>
        <translation>Fill the line with &lt;</translation>
    </message>
</context>
<context>
    <name>Materials</name>
    <message>
        <source>{count} 份材料，都齐了</source>
        <translation>{count} documents, all here</translation>
    </message>
    <message>
        <source>{count} 份材料，已备好 {ready} 份</source>
        <translation>{ready} of {count} ready</translation>
    </message>
    <message>
        <source>您不用再交任何纸质材料</source>
        <translation>No paper needed from you</translation>
    </message>
    <message>
        <source>还差 {open} 份，没带可以以后补</source>
        <translation>{open} missing; they may follow later</translation>
    </message>
    <message>
        <source>{later} 份以后补，其余都齐了</source>
        <translation>{later} to follow, the rest is here</translation>
    </message>
    <message>
        <source>还差 {open} 份</source>
        <translation>{open} missing</translation>
    </message>
    <message>
        <source>已有</source>
        <translation>Here</translation>
    </message>
    <message>
        <source>免提交</source>
        <translation>Not needed</translation>
    </message>
    <message>
        <source>以后补</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>刚才已读取</source>
        <translation>Just read</translation>
    </message>
    <message>
        <source>工作人员已核实您的身份</source>
        <translation>Staff have confirmed who you are</translation>
    </message>
    <message>
        <source>按您填的内容生成，签名后生效</source>
        <translation>Made from your form, valid once signed</translation>
    </message>
    <message>
        <source>已拍 {pages} 页</source>
        <translation>{pages} page(s) taken</translation>
    </message>
    <message>
        <source>电子证照，{issuer}，{issued}签发</source>
        <translation>E-licence, {issuer}, {issued}</translation>
    </message>
    <message>
        <source>没带原件？可以先受理后补交</source>
        <translation>Not with you? It may follow later</translation>
    </message>
    <message>
        <source>{date}前补交，已列入承诺书</source>
        <translation>Promised by {date}</translation>
    </message>
    <message>
        <source>这份材料没有取到，请到人工窗口办理</source>
        <translation>Could not be fetched: please go to a counter</translation>
    </message>
    <message>
        <source>选“以后补”要签一份承诺书</source>
        <translation>&quot;Later&quot; is a promise you sign</translation>
    </message>
    <message>
        <source>最迟 {date}前到人工窗口补交；逾期未交，本次申请自动撤回。</source>
        <translation>Hand it in at a counter by {date}; otherwise this application is withdrawn.</translation>
    </message>
</context>
<context>
    <name>MaterialsPage</name>
    <message>
        <source>重拍</source>
        <translation>Retake</translation>
    </message>
    <message>
        <source>现在拍</source>
        <translation>Scan now</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>以后补</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>接下来核对并签名</source>
        <translation>Next: check and sign</translation>
    </message>
    <message>
        <source>签名前，每一项都还能改。</source>
        <translation>Until you sign, everything can be changed.</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>还没有提交任何内容。</source>
        <translation>Nothing has been sent yet.</translation>
    </message>
    <message>
        <source>不影响办理。</source>
        <translation>You can go on.</translation>
    </message>
    <message>
        <source>请把身份证放好别动，再读一次。</source>
        <translation>Lay the card down again and leave it there.</translation>
    </message>
    <message>
        <source>读卡器暂时不能用</source>
        <translation>The card reader is not working</translation>
    </message>
    <message>
        <source>身份证没有读全</source>
        <translation>The card was not fully read</translation>
    </message>
    <message>
        <source>这张身份证读不出来</source>
        <translation>This card cannot be read</translation>
    </message>
    <message>
        <source>请拿开再放一次；还是不行，请到人工窗口办理。</source>
        <translation>Lift it and lay it down again; if it still fails, go to a counter.</translation>
    </message>
    <message>
        <source>台面上的镜头暂时不能用</source>
        <translation>The camera above the table does not work now</translation>
    </message>
    <message>
        <source>材料可以以后补，或到人工窗口交。</source>
        <translation>Hand the paper in later, or at the counter.</translation>
    </message>
    <message>
        <source>摄像头暂时不能用</source>
        <translation>The camera is not working</translation>
    </message>
    <message>
        <source>您可以选“不刷脸”，改用别的方式。</source>
        <translation>You can choose &quot;No face check&quot; and another way.</translation>
    </message>
    <message>
        <source>人脸核对暂时不能用</source>
        <translation>The face check is not working</translation>
    </message>
    <message>
        <source>身份证上的照片读不出来</source>
        <translation>The photo on the card cannot be read</translation>
    </message>
    <message>
        <source>不能和您本人比对，还没有提交任何内容。</source>
        <translation>It cannot be compared with you; nothing has been sent.</translation>
    </message>
    <message>
        <source>回执没打印出来</source>
        <translation>The receipt was not printed</translation>
    </message>
    <message>
        <source>回执可能没有打印完整</source>
        <translation>The receipt may be incomplete</translation>
    </message>
    <message>
        <source>请看一下出纸口；没有回执，就把屏幕上的号码拍下来。</source>
        <translation>Look at the slot; if there is none, take a photo of the number.</translation>
    </message>
    <message>
        <source>网络不通，先手工填写</source>
        <translation>No network: please type it in</translation>
    </message>
    <message>
        <source>申请会先存好，网络恢复后自动送达。</source>
        <translation>It is stored safely and sent once the network is back.</translation>
    </message>
    <message>
        <source>没有取到您的资料，请手工填写</source>
        <translation>Your records could not be fetched</translation>
    </message>
    <message>
        <source>申请会先存好，再送到部门。</source>
        <translation>Please type them in; it is stored safely and then sent.</translation>
    </message>
    <message>
        <source>这台终端现在存不了申请</source>
        <translation>This terminal cannot store now</translation>
    </message>
    <message>
        <source>这次申请没有提交，不会留下记录。</source>
        <translation>Your application was not sent; nothing is kept.</translation>
    </message>
    <message>
        <source>这台终端出了点问题</source>
        <translation>Something went wrong here</translation>
    </message>
    <message>
        <source>请换一台终端，或拨打 {hotline}。</source>
        <translation>Please use another terminal, or call {hotline}.</translation>
    </message>
    <message>
        <source>申请已收好，不受影响。</source>
        <translation>Your application is safe.</translation>
    </message>
    <message>
        <source>请稍等片刻再试；还是不行，请换一台终端，或拨打 {hotline}。</source>
        <translation>Try again in a moment; if it still fails, use another terminal or call {hotline}.</translation>
    </message>
    <message>
        <source>扫码口暂时不能用</source>
        <translation>The scanner does not work now</translation>
    </message>
    <message>
        <source>请把身份证平放在读卡区，一样能办。</source>
        <translation>Lay your ID card on the reader: that works as well.</translation>
    </message>
    <message>
        <source>没有记为已取走。</source>
        <translation>It does not count as collected.</translation>
    </message>
    <message>
        <source>柜门没有打开</source>
        <translation>The door did not open</translation>
    </message>
    <message>
        <source>东西还在柜里，没有少。</source>
        <translation>Everything is still in the locker.</translation>
    </message>
    <message>
        <source>请再开一次；还是不行，请拨打 {hotline}。</source>
        <translation>Try it again; if it stays shut, call {hotline}.</translation>
    </message>
    <message>
        <source>取件柜暂时不能用</source>
        <translation>The locker does not work right now</translation>
    </message>
    <message>
        <source>柜门没有关好，现在开不了</source>
        <translation>A door is not closed yet</translation>
    </message>
    <message>
        <source>请先把开着的柜门关上。</source>
        <translation>Please close the open door first.</translation>
    </message>
    <message>
        <source>这个柜子要先由工作人员查看</source>
        <translation>Staff must look at this locker first</translation>
    </message>
    <message>
        <source>您的物品不会丢。</source>
        <translation>Your things are safe.</translation>
    </message>
    <message>
        <source>请拨打 {hotline}。</source>
        <translation>Please call {hotline}.</translation>
    </message>
    <message>
        <source>这一单已经取走</source>
        <translation>This has been collected</translation>
    </message>
    <message>
        <source>不是您本人取的，请马上拨打 {hotline}。</source>
        <translation>If it was not you, call {hotline} at once.</translation>
    </message>
    <message>
        <source>请把柜门关好</source>
        <translation>Please close the door</translation>
    </message>
    <message>
        <source>关好以后才能接着办。</source>
        <translation>You can go on once it is closed.</translation>
    </message>
    <message>
        <source>请稍后再来取，或拨打 {hotline}。</source>
        <translation>Please come back later, or call {hotline}.</translation>
    </message>
    <message>
        <source>今天输错的取件码太多了</source>
        <translation>Too many wrong pick-up codes today</translation>
    </message>
    <message>
        <source>为了保护物品，24 小时内不能用取件码。</source>
        <translation>To keep it safe, no code is taken for 24 hours.</translation>
    </message>
    <message>
        <source>没有待取的物品</source>
        <translation>Nothing waits for you</translation>
    </message>
    <message>
        <source>还没有放进柜子，或者已经取走。</source>
        <translation>It is not in the locker yet, or was collected.</translation>
    </message>
    <message>
        <source>可以拨打 {hotline} 询问。</source>
        <translation>Call {hotline} to ask.</translation>
    </message>
    <message>
        <source>这一单正有人在取，或已经取走</source>
        <translation>Somebody is collecting it, or has</translation>
    </message>
    <message>
        <source>平台上没有这一单</source>
        <translation>The platform does not know this order</translation>
    </message>
    <message>
        <source>请拨打 {hotline} 询问。</source>
        <translation>Please call {hotline}.</translation>
    </message>
    <message>
        <source>过了领取时间</source>
        <translation>The time to collect it is over</translation>
    </message>
    <message>
        <source>物品会退回发证窗口保管。</source>
        <translation>It goes back to the issuing counter, where it is kept.</translation>
    </message>
    <message>
        <source>还没到领取时间</source>
        <translation>It is too early to collect it</translation>
    </message>
    <message>
        <source>请按通知上的时间来取。</source>
        <translation>Please come at the time in the notice.</translation>
    </message>
    <message>
        <source>这一单已经取消</source>
        <translation>This order was cancelled</translation>
    </message>
    <message>
        <source>还没有确认您的身份</source>
        <translation>You have not been identified yet</translation>
    </message>
    <message>
        <source>请刷脸，或输入取件码。</source>
        <translation>Use the face check, or type the pick-up code.</translation>
    </message>
    <message>
        <source>取件码不对</source>
        <translation>The pick-up code is wrong</translation>
    </message>
    <message>
        <source>请看取件通知，重新输入。</source>
        <translation>Look at the notice, and type it again.</translation>
    </message>
    <message>
        <source>柜门的情况要由工作人员查看</source>
        <translation>Staff must look at the door</translation>
    </message>
    <message>
        <source>已经记录下来，您的物品不会丢。</source>
        <translation>It has been recorded; your things are safe.</translation>
    </message>
    <message>
        <source>请拨打 {hotline}，报上这台终端的编号。</source>
        <translation>Call {hotline} and tell them the number of this terminal.</translation>
    </message>
    <message>
        <source>取件码在取件通知里。</source>
        <translation>The code is in the notice.</translation>
    </message>
    <message>
        <source>这不是取件码</source>
        <translation>This is no pick-up code</translation>
    </message>
    <message>
        <source>请出示取件通知上的二维码，或输入 6 位数字。</source>
        <translation>Please show the QR code of the notice, or type the 6 digits.</translation>
    </message>
    <message>
        <source>取件码不对，还可以试 {left} 次</source>
        <translation>Wrong code; {left} more tries</translation>
    </message>
    <message>
        <source>取件码错了太多次</source>
        <translation>Too many wrong codes</translation>
    </message>
    <message>
        <source>请刷脸，或拨打 {hotline}。</source>
        <translation>Use the face check, or call {hotline}.</translation>
    </message>
    <message>
        <source>还没有查到您的物品</source>
        <translation>Nothing of yours has been found yet</translation>
    </message>
    <message>
        <source>网络不通或者很慢，可能还没有通知到这台终端。</source>
        <translation>The network is down or slow, so this terminal may not have been told yet.</translation>
    </message>
    <message>
        <source>终端会自己接着查；也可以拨打 {hotline} 询问。</source>
        <translation>The terminal goes on looking by itself; you can also call {hotline}.</translation>
    </message>
    <message>
        <source>现在没有空柜子可以放原件</source>
        <translation>There is no free cell for the original</translation>
    </message>
    <message>
        <source>请把原件交到人工窗口，或拨打 {hotline}。</source>
        <translation>Please hand it in at a counter, or call {hotline}.</translation>
    </message>
    <message>
        <source>柜子都满了，请把原件拍下来</source>
        <translation>All cells are full: please have it photographed</translation>
    </message>
    <message>
        <source>拍下来一样算数，原件您带走。</source>
        <translation>A picture counts as well, and you keep the original.</translation>
    </message>
    <message>
        <source>这台终端现在拍不了原件</source>
        <translation>This terminal cannot take pictures of papers now</translation>
    </message>
    <message>
        <source>请带着原件到人工窗口，或拨打 {hotline}。</source>
        <translation>Please take the original to the counter, or call {hotline}.</translation>
    </message>
    <message>
        <source>原件没有记下来</source>
        <translation>The original was not recorded</translation>
    </message>
    <message>
        <source>柜门关上了，里面没有原件</source>
        <translation>The door is shut, and the cell is empty</translation>
    </message>
    <message>
        <source>请再开一次门，把原件放进去；没带，请下次带上再来。</source>
        <translation>Please open it again and put the original in; without it, please come back another time.</translation>
    </message>
    <message>
        <source>原件交了没有，要由工作人员查看</source>
        <translation>Staff have to look whether it was handed in</translation>
    </message>
    <message>
        <source>已经记录下来，您的物品还在柜里。</source>
        <translation>It has been recorded. Your things are still in their cell.</translation>
    </message>
    <message>
        <source>还有原件没有交</source>
        <translation>An original is still owed</translation>
    </message>
    <message>
        <source>请带上原件再来，或拨打 {hotline}。</source>
        <translation>Please come back with it, or call {hotline}.</translation>
    </message>
    <message>
        <source>柜门关上了，东西还在里面</source>
        <translation>Closed with everything inside</translation>
    </message>
    <message>
        <source>请再开一次门，把物品全部取走。</source>
        <translation>Open it again and take everything out.</translation>
    </message>
    <message>
        <source>柜门一直没有关上</source>
        <translation>The door was not closed</translation>
    </message>
    <message>
        <source>已经通知工作人员。</source>
        <translation>Staff have been told.</translation>
    </message>
    <message>
        <source>请把柜门关好；有问题请拨打 {hotline}。</source>
        <translation>Please close it; for help call {hotline}.</translation>
    </message>
    <message>
        <source>已经记下：柜门没有打开</source>
        <translation>Noted: the door did not open</translation>
    </message>
    <message>
        <source>工作人员会来查看，您的物品不会丢。</source>
        <translation>Staff will look; your things are safe.</translation>
    </message>
    <message>
        <source>请先签名</source>
        <translation>Please sign first</translation>
    </message>
    <message>
        <source>在方框里用手指写上您的名字。</source>
        <translation>Write your name in the box with a finger.</translation>
    </message>
    <message>
        <source>社保卡读卡器暂时不能用</source>
        <translation>The social security card reader is out of order</translation>
    </message>
    <message>
        <source>请改用身份证，一样能办。</source>
        <translation>Please use your ID card instead; it works just as well.</translation>
    </message>
    <message>
        <source>这张卡读不出来</source>
        <translation>This card cannot be read</translation>
    </message>
    <message>
        <source>没看到您转回来</source>
        <translation>You were not seen turning back</translation>
    </message>
    <message>
        <source>做完动作后，请马上转回来，正对镜头。</source>
        <translation>After each movement, face the camera again at once.</translation>
    </message>
    <message>
        <source>中途看不到您的脸了</source>
        <translation>Your face was lost on the way</translation>
    </message>
    <message>
        <source>请站在镜头前别走开，动作慢一点，再来一次。</source>
        <translation>Stay in front of the camera, move a little slower, and try again.</translation>
    </message>
    <message>
        <source>没能确认镜头前是您本人</source>
        <translation>It could not be made sure that this is really you</translation>
    </message>
    <message>
        <source>请本人直接面对镜头再试一次，或选“不刷脸”改用别的方式。</source>
        <translation>Face the camera yourself and try again, or choose “No face check” for another way.</translation>
    </message>
    <message>
        <source>请联系管理员。</source>
        <translation>Please contact the administrator.</translation>
    </message>
    <message>
        <source>这张工作卡通不过检查</source>
        <translation>This staff card did not pass the check</translation>
    </message>
    <message>
        <source>终端现在查不了工作卡</source>
        <translation>This terminal cannot check staff cards now</translation>
    </message>
    <message>
        <source>请管理员更新这台终端上的名单和证书。</source>
        <translation>The administrator needs to update the lists and certificates on this terminal.</translation>
    </message>
    <message>
        <source>请把屏幕上的号码拍下来，一样有用。</source>
        <translation>Take a photo of the number on the screen.</translation>
    </message>
    <message>
        <source>终端的时钟不准，暂时连不上平台</source>
        <translation>This terminal’s clock is wrong; it cannot reach the platform for now</translation>
    </message>
    <message>
        <source>请先手工填写；申请会先存好，时钟校准后自动送达。</source>
        <translation>Please fill in by hand; your application is stored and sent by itself once the clock is set.</translation>
    </message>
    <message>
        <source>请重新开始；还是不行，请换一台终端，或拨打 {hotline}。</source>
        <translation>Please start again; if it still fails, use another terminal or call {hotline}.</translation>
    </message>
    <message>
        <source>身份证拿开得早了一点</source>
        <translation>The card was lifted too soon</translation>
    </message>
    <message>
        <source>这不是居民身份证</source>
        <translation>This is not an identity card</translation>
    </message>
    <message>
        <source>请换成身份证，平放在读卡区。</source>
        <translation>Please lay your resident identity card on the reader.</translation>
    </message>
    <message>
        <source>没有读到身份证</source>
        <translation>No identity card was found</translation>
    </message>
    <message>
        <source>请把身份证拿起来，再平放到读卡区。</source>
        <translation>Lift the card, then lay it flat on the reader again.</translation>
    </message>
    <message>
        <source>读卡区好像不止一张卡</source>
        <translation>There seems to be more than one card on the reader</translation>
    </message>
    <message>
        <source>请只留身份证，放好别动。</source>
        <translation>Leave only the identity card there, and keep it still.</translation>
    </message>
    <message>
        <source>请用新的身份证；没有新证，请先到派出所换领。</source>
        <translation>Use your new card; if you have none, renew it at a police station.</translation>
    </message>
    <message>
        <source>还没有读到身份证</source>
        <translation>No identity card has been read yet</translation>
    </message>
    <message>
        <source>请从卡套里取出来，平放在屏幕右下方亮绿灯的读卡区。</source>
        <translation>Lay it flat on the area with the green light, out of its cover.</translation>
    </message>
    <message>
        <source>还没有读到卡</source>
        <translation>No card has been read yet</translation>
    </message>
    <message>
        <source>身份证平放在亮绿灯的读卡区；社保卡在那里读不出，请插到另一个读卡器里。</source>
        <translation>Identity card: by the green light. Social security card: into the other reader.</translation>
    </message>
    <message>
        <source>请用现在有效的证件。</source>
        <translation>Please use a document that is valid now.</translation>
    </message>
    <message>
        <source>请用现在有效的身份证。</source>
        <translation>Please use the card that is valid now.</translation>
    </message>
    <message>
        <source>请打热线核实身份</source>
        <translation>Have the hotline confirm who you are</translation>
    </message>
    <message>
        <source>这份证件没有照片可以比对，请从下面选一种方式。</source>
        <translation>There is no portrait to compare with. Choose a way below.</translation>
    </message>
    <message>
        <source>社保卡证明不了是您本人</source>
        <translation>A social security card proves nothing</translation>
    </message>
    <message>
        <source>请从下面选一种方式核实，或返回放上身份证。</source>
        <translation>Choose a way below, or go back and lay down your ID card.</translation>
    </message>
    <message>
        <source>身份证和社保卡不是同一个人</source>
        <translation>These cards do not match</translation>
    </message>
    <message>
        <source>现在按身份证办理。</source>
        <translation>They are of different people; the ID card counts.</translation>
    </message>
    <message>
        <source>拿错了卡，请返回重新放身份证。</source>
        <translation>If that is wrong, go back and lay down the right one.</translation>
    </message>
    <message>
        <source>社保卡和身份证的姓名不一样</source>
        <translation>The names do not match</translation>
    </message>
    <message>
        <source>现在按身份证办理，不影响。</source>
        <translation>Those on your two cards differ; the ID card counts.</translation>
    </message>
    <message>
        <source>请有空时到社保窗口更新社保卡。</source>
        <translation>Please have your social security card updated some time.</translation>
    </message>
    <message>
        <source>这不是电子身份证二维码</source>
        <translation>This is not an e-ID code</translation>
    </message>
    <message>
        <source>请打开“国家网络身份认证”或“粤省事”里的身份码再扫。</source>
        <translation>Open the identity code in the e-ID app or Yueshengshi and scan again.</translation>
    </message>
    <message>
        <source>这个二维码核验不了</source>
        <translation>This code cannot be verified</translation>
    </message>
    <message>
        <source>请在手机上刷新二维码再扫，或改用身份证。</source>
        <translation>Refresh it on your phone and scan again, or use your ID card.</translation>
    </message>
    <message>
        <source>这个二维码已经用过了</source>
        <translation>This code has been used</translation>
    </message>
    <message>
        <source>请在手机上刷新二维码再扫。</source>
        <translation>Refresh it on your phone and scan again.</translation>
    </message>
    <message>
        <source>这个二维码过期了</source>
        <translation>This code is too old</translation>
    </message>
    <message>
        <source>请在手机上刷新二维码，一分钟内再扫。</source>
        <translation>Refresh it on your phone and scan it within a minute.</translation>
    </message>
    <message>
        <source>网络不通，现在核验不了二维码</source>
        <translation>No network: codes cannot be verified now</translation>
    </message>
    <message>
        <source>还差 {missing} 位没有输完</source>
        <translation>{missing} more to type</translation>
    </message>
    <message>
        <source>机读码有一处不对</source>
        <translation>Something in the code lines is wrong</translation>
    </message>
    <message>
        <source>请逐位对照证件，改正后再按“核对好了”。</source>
        <translation>Compare with your document, correct it, then touch &quot;All correct&quot;.</translation>
    </message>
    <message>
        <source>这个代码不对</source>
        <translation>This code is wrong</translation>
    </message>
    <message>
        <source>请和工作人员再核对一遍，重新输入。</source>
        <translation>Check it with the staff and type it again.</translation>
    </message>
    <message>
        <source>这个代码已经用过了</source>
        <translation>This code has been used</translation>
    </message>
    <message>
        <source>请向工作人员再要一个。</source>
        <translation>Ask the staff for another one.</translation>
    </message>
    <message>
        <source>这个代码过期了</source>
        <translation>This code is too old</translation>
    </message>
    <message>
        <source>错了太多次，请过十分钟再试</source>
        <translation>Too many wrong codes: try again in ten minutes</translation>
    </message>
    <message>
        <source>现在可以到人工窗口办，或拨打 {hotline}。</source>
        <translation>For now go to a counter, or call {hotline}.</translation>
    </message>
    <message>
        <source>网络不通，现在核对不了代码</source>
        <translation>No network: codes cannot be checked now</translation>
    </message>
    <message>
        <source>请稍后再试，或到人工窗口办理。</source>
        <translation>Try again later, or go to a counter.</translation>
    </message>
    <message>
        <source>现在查不到这张回执</source>
        <translation>This receipt cannot be looked up now</translation>
    </message>
    <message>
        <source>网络恢复后再查，或拨打 {hotline} 询问。</source>
        <translation>Try when the network is back, or call {hotline}.</translation>
    </message>
    <message>
        <source>二维码没有扫清楚</source>
        <translation>The code was not read whole</translation>
    </message>
    <message>
        <source>请把手机屏幕调亮，对准扫码口再扫。</source>
        <translation>Make your phone brighter and hold it before the scanner again.</translation>
    </message>
    <message>
        <source>柜门没有弹开</source>
        <translation>The door did not open</translation>
    </message>
    <message>
        <source>请轻推一下柜门，再试一次；还是不行，请拨打 {hotline}。</source>
        <translation>Push the door gently and try again. If it stays shut, call {hotline}.</translation>
    </message>
    <message>
        <source>打开的不是您的柜门</source>
        <translation>A different door opened, not yours</translation>
    </message>
    <message>
        <source>请不要动里面的东西，把它关上，然后拨打 {hotline}。</source>
        <translation>Please leave what is inside, close it, and call {hotline}.</translation>
    </message>
    <message>
        <source>不确定柜门开了没有</source>
        <translation>We cannot tell whether the door opened</translation>
    </message>
    <message>
        <source>请看一下柜门；没有开，请拨打 {hotline}。</source>
        <translation>Please look at the door. If it is shut, call {hotline}.</translation>
    </message>
    <message>
        <source>这扇柜门已经开着</source>
        <translation>This door is already open</translation>
    </message>
    <message>
        <source>请把柜门关好，再试一次。</source>
        <translation>Please close the door and try again.</translation>
    </message>
    <message>
        <source>柜门还开着</source>
        <translation>The door is still open</translation>
    </message>
    <message>
        <source>请拿好东西，把柜门关上。</source>
        <translation>Take your things and close the door.</translation>
    </message>
    <message>
        <source>有一扇柜门自己开了</source>
        <translation>A door came open by itself</translation>
    </message>
    <message>
        <source>卡拔出得早了一点</source>
        <translation>The card was pulled out too soon</translation>
    </message>
    <message>
        <source>请把卡插好别动，再读一次。</source>
        <translation>Please put the card in, leave it there, and read it again.</translation>
    </message>
    <message>
        <source>这种卡在这里用不了</source>
        <translation>This kind of card does not work here</translation>
    </message>
    <message>
        <source>请拔出来再插一次；身份证请平放在读卡区。</source>
        <translation>Pull it out and put it in again. An ID card goes on its own reader.</translation>
    </message>
    <message>
        <source>请换成社保卡；身份证请平放在读卡区。</source>
        <translation>Put in a social security card. An ID card goes on its own reader.</translation>
    </message>
    <message>
        <source>读卡器里不止一张卡</source>
        <translation>There is more than one card in the reader</translation>
    </message>
    <message>
        <source>请只留一张卡。</source>
        <translation>Please leave only one card.</translation>
    </message>
    <message>
        <source>读卡器正忙</source>
        <translation>The card reader is busy</translation>
    </message>
    <message>
        <source>请稍等片刻，把卡拔出来再插一次。</source>
        <translation>Please wait a moment, pull the card out and put it in again.</translation>
    </message>
    <message>
        <source>没有等到卡</source>
        <translation>No card came</translation>
    </message>
    <message>
        <source>请把卡插到底，再试一次。</source>
        <translation>Please push the card all the way in and try again.</translation>
    </message>
    <message>
        <source>工作卡已经过期</source>
        <translation>The staff card has expired</translation>
    </message>
    <message>
        <source>工作卡还没到启用日期</source>
        <translation>The staff card is not valid yet</translation>
    </message>
    <message>
        <source>这张工作卡没有开通这台终端</source>
        <translation>This staff card is not allowed on this terminal</translation>
    </message>
    <message>
        <source>这张工作卡不能办这件事</source>
        <translation>This staff card may not do that</translation>
    </message>
    <message>
        <source>这张工作卡已经停用</source>
        <translation>This staff card has been revoked</translation>
    </message>
    <message>
        <source>这不是工作卡</source>
        <translation>This is not a staff card</translation>
    </message>
    <message>
        <source>请换成工作卡再插一次。</source>
        <translation>Please put in a staff card.</translation>
    </message>
    <message>
        <source>这张工作卡读不出来</source>
        <translation>This staff card cannot be read</translation>
    </message>
    <message>
        <source>请拔出来再插一次；还是不行，请返回换一种方式。</source>
        <translation>Pull it out and put it in again. If that fails, go back and choose another way.</translation>
    </message>
    <message>
        <source>请返回换一种方式，或联系管理员。</source>
        <translation>Go back and choose another way, or call the administrator.</translation>
    </message>
    <message>
        <source>请看清提示的动作和次数再做；左右以您自己为准。</source>
        <translation>Do what is asked, as often as it says; left and right are your own.</translation>
    </message>
    <message>
        <source>工作卡读卡器暂时不能用</source>
        <translation>The staff card reader does not work now</translation>
    </message>
    <message>
        <source>密码不对，还能再试 {left} 次</source>
        <translation>Wrong PIN; tries left: {left}</translation>
    </message>
    <message>
        <source>试完就会锁卡，请想清楚再输。</source>
        <translation>After the last one the card locks. Take your time.</translation>
    </message>
    <message>
        <source>密码错得太多，工作卡已经锁住</source>
        <translation>Too many wrong PINs; the staff card is locked</translation>
    </message>
    <message>
        <source>密码是 6 到 8 位数字</source>
        <translation>A PIN has 6 to 8 digits</translation>
    </message>
    <message>
        <source>请重新输入。</source>
        <translation>Please enter it again.</translation>
    </message>
    <message>
        <source>工作人员的确认没有记录下来</source>
        <translation>The staff confirmation was not recorded</translation>
    </message>
    <message>
        <source>没有记录的确认不算数。</source>
        <translation>A confirmation that is not recorded does not count.</translation>
    </message>
    <message>
        <source>请再确认一次；还是不行，请到人工窗口办理。</source>
        <translation>Please confirm once more; if it still fails, please go to a counter.</translation>
    </message>
    <message>
        <source>这次没看清，请再来一次</source>
        <translation>Not clear, please try again</translation>
    </message>
    <message>
        <source>请摘下帽子和口罩，正对屏幕上方的镜头。</source>
        <translation>Take off hat and mask and face the camera.</translation>
    </message>
    <message>
        <source>动作早了一点</source>
        <translation>That was a little early</translation>
    </message>
    <message>
        <source>请等屏幕上出现提示，再照着做。</source>
        <translation>Wait until the screen says what to do.</translation>
    </message>
    <message>
        <source>动作和提示不一样</source>
        <translation>That was not what the screen asked for</translation>
    </message>
    <message>
        <source>没看到提示的动作</source>
        <translation>The movement was not seen</translation>
    </message>
    <message>
        <source>请在几秒内照着提示做；做不了的，请点“做不了这个动作”。</source>
        <translation>Do it within a few seconds. If you cannot, press “I cannot do this”.</translation>
    </message>
    <message>
        <source>镜头前不止一个人</source>
        <translation>More than one person in front of the camera</translation>
    </message>
    <message>
        <source>请一个人站在镜头前，再来一次。</source>
        <translation>Stand in front of the camera alone and try again.</translation>
    </message>
    <message>
        <source>做不了这些动作，一样能办</source>
        <translation>You can apply without these movements</translation>
    </message>
    <message>
        <source>不刷脸也能办</source>
        <translation>It works without a face check</translation>
    </message>
    <message>
        <source>请从下面选一种方式确认身份。</source>
        <translation>Choose one of the ways below.</translation>
    </message>
    <message>
        <source>扫描仪暂时不能用</source>
        <translation>The scanner cannot be used now</translation>
    </message>
    <message>
        <source>没能读出纸上的字</source>
        <translation>The print could not be read</translation>
    </message>
    <message>
        <source>照片照样能交，由工作人员来看。</source>
        <translation>The pictures count all the same; staff will look at them.</translation>
    </message>
    <message>
        <source>请自己看清楚：是不是这份，有没有过期，页数齐不齐。</source>
        <translation>Please check yourself: the right paper, still valid, all pages.</translation>
    </message>
    <message>
        <source>机器可能看错；您认为没错，也可以照样用。</source>
        <translation>The machine may be wrong; if you are sure, use it all the same.</translation>
    </message>
    <message>
        <source>还没有拍到</source>
        <translation>No page taken yet</translation>
    </message>
    <message>
        <source>请把材料平放在台面上，手拿开，会自动拍。</source>
        <translation>Lay the paper flat on the table and take your hands away: it is taken by itself.</translation>
    </message>
    <message>
        <source>您的材料还在台面上</source>
        <translation>Your papers are still on the table</translation>
    </message>
    <message>
        <source>请拿走；拿走后这一页会自己关上。</source>
        <translation>Please take them; this page then closes by itself.</translation>
    </message>
    <message>
        <source>一份材料最多 {count} 页</source>
        <translation>At most {count} pages for one document</translation>
    </message>
    <message>
        <source>已拍的都在。</source>
        <translation>What was taken is kept.</translation>
    </message>
    <message>
        <source>请点“完成”；余下的到人工窗口交。</source>
        <translation>Touch “Done”; bring the rest to the counter.</translation>
    </message>
    <message>
        <source>好像不是要交的那份材料</source>
        <translation>This seems to be another paper</translation>
    </message>
    <message>
        <source>拿错了，请换成下面写的这份，重新拍。</source>
        <translation>If so, lay down the one named below and take it again.</translation>
    </message>
    <message>
        <source>好像拍到了另一面</source>
        <translation>This seems to be the other side</translation>
    </message>
    <message>
        <source>请翻过来重新拍。</source>
        <translation>Turn it over and take it again.</translation>
    </message>
    <message>
        <source>这份材料好像已经过期</source>
        <translation>This paper seems to have expired</translation>
    </message>
    <message>
        <source>纸上写的有效期到 {day}。</source>
        <translation>It says that it was valid until {day}.</translation>
    </message>
    <message>
        <source>请换有效的一份重新拍；没有，请选以后补。机器看错了，可以照样用。</source>
        <translation>Take a valid one, or choose to bring it later. If the machine is wrong, use it all the same.</translation>
    </message>
    <message>
        <source>好像少了第 {page} 页</source>
        <translation>Page {page} seems to be missing</translation>
    </message>
    <message>
        <source>请点“接着拍”，把这一页补上。</source>
        <translation>Touch “Go on” and add that page.</translation>
    </message>
    <message>
        <source>纸上几乎看不出字</source>
        <translation>Hardly any print can be seen</translation>
    </message>
    <message>
        <source>请把纸铺平、字朝上，重新拍。</source>
        <translation>Lay it flat, print up, and take it again.</translation>
    </message>
    <message>
        <source>扫描仪里没有纸</source>
        <translation>There is no paper in the scanner</translation>
    </message>
    <message>
        <source>请把材料放到底，再扫一次。</source>
        <translation>Push the paper in all the way and scan again.</translation>
    </message>
    <message>
        <source>扫描仪卡纸了</source>
        <translation>The scanner is jammed</translation>
    </message>
    <message>
        <source>这一次扫的不算。</source>
        <translation>This scan does not count.</translation>
    </message>
    <message>
        <source>请轻轻把纸拿出来，全部放进去再扫；拿不出来，请叫工作人员。</source>
        <translation>Take the paper out gently and scan all of it again; if it sticks, call staff.</translation>
    </message>
    <message>
        <source>扫描仪的盖子开着</source>
        <translation>The scanner&apos;s cover is open</translation>
    </message>
    <message>
        <source>请盖好，再扫一次。</source>
        <translation>Close it and scan again.</translation>
    </message>
    <message>
        <source>一次放的纸太多</source>
        <translation>Too many sheets at once</translation>
    </message>
    <message>
        <source>请分几次放。</source>
        <translation>Scan them in several turns.</translation>
    </message>
    <message>
        <source>和身份证照片比对不上</source>
        <translation>It does not match the card</translation>
    </message>
    <message>
        <source>请本人再试一次，或选“不刷脸”改用别的方式。</source>
        <translation>The holder may try again, or choose &quot;No face check&quot;.</translation>
    </message>
    <message>
        <source>打印纸用完了，回执没打印出来</source>
        <translation>No paper: the receipt was not printed</translation>
    </message>
    <message>
        <source>打印机的盖子没关好，回执没打印出来</source>
        <translation>The printer is open: not printed</translation>
    </message>
    <message>
        <source>卡纸了，回执没打印出来</source>
        <translation>Paper jam: not printed</translation>
    </message>
    <message>
        <source>有期限的事，要联网核对后才能办</source>
        <translation>Has a deadline: can be done here only once checked online</translation>
    </message>
    <message>
        <source>还有 {count} 项要改</source>
        <translation>{count} to correct</translation>
    </message>
    <message>
        <source>请看红框下面的提示，改好再继续。</source>
        <translation>See below the red boxes, then go on.</translation>
    </message>
    <message>
        <source>还差 {count} 份材料</source>
        <translation>{count} documents missing</translation>
    </message>
    <message>
        <source>没带原件的，可以选“以后补”。</source>
        <translation>If it is not with you, choose &quot;Later&quot;.</translation>
    </message>
    <message>
        <source>请先核对，再勾选“以上内容属实”</source>
        <translation>Please check, then tick &quot;All this is true&quot;</translation>
    </message>
    <message>
        <source>请用手指在框里签名</source>
        <translation>Please sign in the box with a finger</translation>
    </message>
    <message>
        <source>请先选一个评价，也可以不评价</source>
        <translation>Choose a grade, or give none</translation>
    </message>
    <message>
        <source>请告诉我们哪里没做好，至少选一项</source>
        <translation>Tell us what was wrong: choose at least one</translation>
    </message>
    <message>
        <source>没能确认申请是否存好</source>
        <translation>We could not confirm it is stored</translation>
    </message>
    <message>
        <source>这次可能没有提交成功。</source>
        <translation>It may not have been sent.</translation>
    </message>
    <message>
        <source>请拨打 {hotline} 询问，或换一台终端再办；重复的由工作人员核对。</source>
        <translation>Call {hotline}, or apply again at another terminal; staff sort out duplicates.</translation>
    </message>
    <message>
        <source>请再试一次；还是不行，请拨打 {hotline}。</source>
        <translation>Try again; if it still fails, call {hotline}.</translation>
    </message>
    <message>
        <source>这一项还没填，请填写</source>
        <translation>Please fill this in</translation>
    </message>
    <message>
        <source>这张身份证已过期，有效期到 {valid_to}</source>
        <translation>This card has expired: valid to {valid_to}</translation>
    </message>
    <message>
        <source>这份证件已过期，有效期到 {valid_to}</source>
        <translation>This document has expired: valid to {valid_to}</translation>
    </message>
    <message>
        <source>这张身份证 {valid_from} 才生效</source>
        <translation>This card is valid only from {valid_from}</translation>
    </message>
    <message>
        <source>还少 {missing} 位，请补全</source>
        <translation>{missing} characters missing</translation>
    </message>
    <message>
        <source>多了 {excess} 位，请删去</source>
        <translation>{excess} characters too many</translation>
    </message>
    <message>
        <source>格式不对，请对照提示改一下</source>
        <translation>This does not fit: see the hint</translation>
    </message>
    <message>
        <source>请从下面选一项</source>
        <translation>Choose one of these</translation>
    </message>
    <message>
        <source>日期不对，请写成 20260131 这样</source>
        <translation>Not a date: write it as 20260131</translation>
    </message>
    <message>
        <source>统一社会信用代码不对，请逐位核对</source>
        <translation>This credit code is not right</translation>
    </message>
    <message>
        <source>身份证号码不对，请逐位核对</source>
        <translation>This identity number is not right</translation>
    </message>
    <message>
        <source>这件事现在不能在这里办</source>
        <translation>This cannot be done here now</translation>
    </message>
    <message>
        <source>这一步没有做成</source>
        <translation>This step did not work</translation>
    </message>
    <message>
        <source>已经提交的申请不受影响。</source>
        <translation>What was already sent is not affected.</translation>
    </message>
    <message>
        <source>没有记为已放入。</source>
        <translation>It is not recorded as put in.</translation>
    </message>
    <message>
        <source>请把物件带回发证窗口。</source>
        <translation>Please take it back to the issuing counter.</translation>
    </message>
    <message>
        <source>存取柜现在不能用</source>
        <translation>The cabinet does not work now</translation>
    </message>
    <message>
        <source>请检查柜子的电源和连线，再刷新清单。</source>
        <translation>Check the cabinet&apos;s power and cables, then refresh the list.</translation>
    </message>
    <message>
        <source>网络不通，只列出本机知道的</source>
        <translation>No network: only what this terminal knows is listed</translation>
    </message>
    <message>
        <source>过期物件可能没有列全，联网后请再刷新。</source>
        <translation>Not everything overdue may be listed. Refresh when the network is back.</translation>
    </message>
    <message>
        <source>这不是物件上的条码</source>
        <translation>That is not the barcode of a parcel</translation>
    </message>
    <message>
        <source>请扫贴在物件上的条码，或照着输入。</source>
        <translation>Scan the barcode on the parcel, or type it in.</translation>
    </message>
    <message>
        <source>平台上没有这件物件</source>
        <translation>The platform does not know this parcel</translation>
    </message>
    <message>
        <source>请核对条码；没有错，请带回发证窗口。</source>
        <translation>Check the barcode. If it is right, take the parcel back to the issuing counter.</translation>
    </message>
    <message>
        <source>记录里它已经在 {cell} 号格</source>
        <translation>By the records it is in cell {cell} already</translation>
    </message>
    <message>
        <source>请先查看 {cell} 号格；有疑问请拨打 {hotline}。</source>
        <translation>Look into cell {cell} first. If in doubt, call {hotline}.</translation>
    </message>
    <message>
        <source>记录里它在另一台终端</source>
        <translation>By the records it is at another terminal</translation>
    </message>
    <message>
        <source>请先在终端 {place} 办理取回。</source>
        <translation>Take it back at terminal {place} first.</translation>
    </message>
    <message>
        <source>这件物件已经有人取走</source>
        <translation>This parcel has been collected</translation>
    </message>
    <message>
        <source>这件物件过了领取时间</source>
        <translation>This parcel is past its time</translation>
    </message>
    <message>
        <source>没有空格了</source>
        <translation>No cell is free</translation>
    </message>
    <message>
        <source>请先取回过期物件，或换一台终端。</source>
        <translation>Take back what is overdue first, or use another terminal.</translation>
    </message>
    <message>
        <source>网络不通，先按条码存放</source>
        <translation>No network: it is put in by its barcode</translation>
    </message>
    <message>
        <source>请核对条码，按物件大小选格。联网后平台自动对上取件单。</source>
        <translation>Check the barcode and choose a size. The platform finds its order when the network is back.</translation>
    </message>
    <message>
        <source>请照着条码下面的字母和数字输入。</source>
        <translation>Type the letters and digits below the barcode.</translation>
    </message>
    <message>
        <source>还没有选格口大小</source>
        <translation>No size of cell is chosen yet</translation>
    </message>
    <message>
        <source>请按物件的大小选一种。</source>
        <translation>Choose one by the size of the parcel.</translation>
    </message>
    <message>
        <source>门关上了，里面没有物件</source>
        <translation>The door is closed, and nothing is inside</translation>
    </message>
    <message>
        <source>请再开一次门放进去；放不下，请换一格。</source>
        <translation>Open it once more and put it in. If it does not fit, take another cell.</translation>
    </message>
    <message>
        <source>门关上了，物件还在里面</source>
        <translation>The door is closed, and it is still inside</translation>
    </message>
    <message>
        <source>没有记为已取回。</source>
        <translation>It is not recorded as taken back.</translation>
    </message>
    <message>
        <source>请再开一次门，把物件取出来。</source>
        <translation>Open the door once more and take it out.</translation>
    </message>
    <message>
        <source>这扇门没有门磁</source>
        <translation>This door has no sensor</translation>
    </message>
    <message>
        <source>门关好没有，要由您来说：关好了再点下面的按钮。</source>
        <translation>Only you can say whether it is shut: shut it, then touch the button below.</translation>
    </message>
    <message>
        <source>说不清这一格的情况</source>
        <translation>Nobody can tell how this cell is</translation>
    </message>
    <message>
        <source>这一格先停用，已经记录下来。</source>
        <translation>It is out of use, and that is recorded.</translation>
    </message>
    <message>
        <source>请在清单里打开它查看，再登记里面有什么。</source>
        <translation>Open it from the list, look inside, and say what is there.</translation>
    </message>
    <message>
        <source>没有登记上</source>
        <translation>It was not recorded</translation>
    </message>
    <message>
        <source>请再登记一次。</source>
        <translation>Please say it once more.</translation>
    </message>
    <message>
        <source>证明已经办好，不受影响。</source>
        <translation>Your certificate is issued all the same.</translation>
    </message>
    <message>
        <source>申请已经提交，不受影响。</source>
        <translation>Your application is submitted; it is not affected.</translation>
    </message>
    <message>
        <source>请叫现场工作人员，或拨打 {hotline}；处理好会接着打印。</source>
        <translation>Ask the staff here, or call {hotline}; printing goes on afterwards.</translation>
    </message>
    <message>
        <source>请拿好回执，凭它和身份证到人工窗口打印。</source>
        <translation>Keep the receipt: with it and your ID card you get it at a counter.</translation>
    </message>
    <message>
        <source>请稍等片刻再试；还是不行，凭回执和身份证到人工窗口打印。</source>
        <translation>Try again in a moment; if that fails, get it at a counter with receipt and ID card.</translation>
    </message>
    <message>
        <source>A4 打印机暂时不能用</source>
        <translation>The A4 printer is out of order</translation>
    </message>
    <message>
        <source>A4 打印机出了点问题</source>
        <translation>Something is wrong with the A4 printer</translation>
    </message>
    <message>
        <source>这份证明在这里打印不了</source>
        <translation>This certificate cannot be printed here</translation>
    </message>
    <message>
        <source>打印机没有回应</source>
        <translation>The printer does not answer</translation>
    </message>
    <message>
        <source>连上会接着打印；不想等，可以凭回执以后再打。</source>
        <translation>Printing goes on once it answers; or have it printed later with the receipt.</translation>
    </message>
    <message>
        <source>证照专用纸用完了</source>
        <translation>The paper for certificates has run out</translation>
    </message>
    <message>
        <source>说不准证明有没有打印出来</source>
        <translation>Nobody can say whether it was printed</translation>
    </message>
    <message>
        <source>请看一下出纸口；有纸出来就是您的，请拿走。</source>
        <translation>Look where the paper comes out: a sheet there is yours, take it.</translation>
    </message>
    <message>
        <source>请把没打好的纸交给工作人员，凭回执和身份证到人工窗口打印。</source>
        <translation>Give the bad sheets to the staff, and get it at a counter with receipt and ID card.</translation>
    </message>
    <message>
        <source>A4 打印机没有纸了</source>
        <translation>The A4 printer has no paper</translation>
    </message>
    <message>
        <source>A4 打印机没有墨粉了</source>
        <translation>The A4 printer has no toner</translation>
    </message>
    <message>
        <source>A4 打印机的盖子没关好</source>
        <translation>A cover of the A4 printer is open</translation>
    </message>
    <message>
        <source>A4 打印机卡纸了</source>
        <translation>Paper is jammed in the A4 printer</translation>
    </message>
    <message>
        <source>看得到纸也请不要拉，纸上有您的资料。</source>
        <translation>Do not pull at it, even if you can see it: your data is on it.</translation>
    </message>
    <message>
        <source>出纸口满了</source>
        <translation>The output tray is full</translation>
    </message>
    <message>
        <source>请把出纸口的纸拿开，会接着打印；不是您的请交给工作人员。</source>
        <translation>Take the paper out and printing goes on; give what is not yours to the staff.</translation>
    </message>
    <message>
        <source>A4 打印机停着</source>
        <translation>The A4 printer is paused</translation>
    </message>
    <message>
        <source>A4 打印机正忙</source>
        <translation>The A4 printer is busy</translation>
    </message>
    <message>
        <source>收到的证明没有通过核验</source>
        <translation>The certificate received is not genuine</translation>
    </message>
    <message>
        <source>已经打了三次，先不再打了</source>
        <translation>Printed three times: no more for now</translation>
    </message>
    <message>
        <source>这次没有打印</source>
        <translation>It was not printed</translation>
    </message>
    <message>
        <source>现在取不到证明</source>
        <translation>The certificate cannot be fetched now</translation>
    </message>
    <message>
        <source>请再试一次；还是不行，凭回执和身份证以后再打。</source>
        <translation>Try again; if that fails, have it printed later with receipt and ID card.</translation>
    </message>
    <message>
        <source>申请表没有做好</source>
        <translation>The copy could not be made</translation>
    </message>
    <message>
        <source>请再试一次；申请表只留作底稿，不打印也可以。</source>
        <translation>Please try again; the copy is only for your own files, you can do without it.</translation>
    </message>
    <message>
        <source>申请表只留作底稿，可以不打印；凭受理号和回执就能查进度。</source>
        <translation>The copy is only for your own files; number and receipt are enough to ask how it stands.</translation>
    </message>
    <message>
        <source>申请表在这里打印不了</source>
        <translation>The copy cannot be printed here</translation>
    </message>
    <message>
        <source>说不准申请表有没有打印出来</source>
        <translation>Nobody can say whether the copy came out</translation>
    </message>
    <message>
        <source>请稍等片刻再试；申请表只留作底稿，不打印也可以。</source>
        <translation>Try again in a moment; the copy is only for your own files, you can do without it.</translation>
    </message>
    <message>
        <source>连上会接着打印；申请表只留作底稿，不等也可以。</source>
        <translation>Printing goes on once it answers; the copy is only for your own files, no need to wait.</translation>
    </message>
    <message>
        <source>请把没打好的纸交给工作人员；申请表只留作底稿，不打印也可以。</source>
        <translation>Give the bad sheets to the staff; the copy is only for your own files, you can do without it.</translation>
    </message>
</context>
<context>
    <name>Nearby</name>
    <message>
        <source>{address}，{hours}</source>
        <translation>{address}, {hours}</translation>
    </message>
    <message>
        <source>步行 {minutes} 分钟</source>
        <translation>{minutes} min walk</translation>
    </message>
    <message>
        <source>{distance} 米</source>
        <translation>{distance} m</translation>
    </message>
    <message>
        <source>{distance} 公里</source>
        <translation>{distance} km</translation>
    </message>
    <message>
        <source>最近的终端在{name}，步行 {minutes} 分钟。也可拨打 {hotline}。</source>
        <translation>The nearest terminal: {name}, {minutes} minutes on foot. Or call {hotline}.</translation>
    </message>
    <message>
        <source>请换一台终端，或拨打 {hotline}。</source>
        <translation>Please go to another terminal, or call {hotline}.</translation>
    </message>
</context>
<context>
    <name>OtherWayPage</name>
    <message>
        <source>换一种方式确认身份</source>
        <translation>Another way to identify</translation>
    </message>
    <message>
        <source>还没有提交任何内容。下面的方式都可以办。</source>
        <translation>Nothing has been sent. All these ways work.</translation>
    </message>
    <message>
        <source>再刷一次脸</source>
        <translation>Face check again</translation>
    </message>
    <message>
        <source>再刷脸</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>输代码</source>
        <translation>Enter code</translation>
    </message>
    <message>
        <source>输入代码</source>
        <translation>Enter code</translation>
    </message>
    <message>
        <source>请到人工窗口</source>
        <translation>See a counter</translation>
    </message>
    <message>
        <source>拨打 %1，拿代码接着办</source>
        <translation>Call %1 for a code and go on</translation>
    </message>
    <message>
        <source>报终端编号 %1；拿到代码后点这里输入</source>
        <translation>Say terminal %1; then touch here to type the code</translation>
    </message>
    <message>
        <source>要联网核对，网络现在不通</source>
        <translation>Needs the network, which is down</translation>
    </message>
    <message>
        <source>到本大厅人工窗口</source>
        <translation>Go to a counter in this hall</translation>
    </message>
    <message>
        <source>不刷脸，直接办</source>
        <translation>Go on without a face check</translation>
    </message>
    <message>
        <source>这件事凭证件就能办</source>
        <translation>For this service your document is enough</translation>
    </message>
    <message>
        <source>工作人员在场，刷卡确认</source>
        <translation>Staff are here: confirm by card</translation>
    </message>
    <message>
        <source>请他核对您和证件，再插工作卡</source>
        <translation>They check you and the document, then use their card</translation>
    </message>
    <message>
        <source>输入取件码</source>
        <translation>Type the pick-up code</translation>
    </message>
    <message>
        <source>6 位数字，在取件通知里</source>
        <translation>Six digits, from the notice</translation>
    </message>
    <message>
        <source>您的证件信息没有保存</source>
        <translation>Your details were not kept</translation>
    </message>
    <message>
        <source>您离开后，这台终端不留任何资料。</source>
        <translation>When you leave, nothing stays on this terminal.</translation>
    </message>
</context>
<context>
    <name>OutOfServicePage</name>
    <message>
        <source>暂停服务</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>这台终端正在检修</source>
        <translation>This terminal is being repaired</translation>
    </message>
    <message>
        <source>修好后会自动恢复。</source>
        <translation>It comes back by itself.</translation>
    </message>
    <message>
        <source>现在可以这样办</source>
        <translation>What you can do now</translation>
    </message>
    <message>
        <source>工作时间到大厅人工窗口</source>
        <translation>Go to a counter in office hours</translation>
    </message>
    <message>
        <source>已提交的申请不受影响</source>
        <translation>What was sent is not affected</translation>
    </message>
    <message>
        <source>没办完的，换一台终端刷身份证重新办</source>
        <translation>What was not finished: start again at another terminal</translation>
    </message>
    <message>
        <source>最近的其他终端</source>
        <translation>Other terminals nearby</translation>
    </message>
    <message>
        <source>编号 %1 · 终端 %2</source>
        <translation>Code %1 · Terminal %2</translation>
    </message>
</context>
<context>
    <name>Overlays</name>
    <message>
        <source>您还在吗？</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>%1 秒后自动退出，清除填写内容</source>
        <translation>In %1 s we leave and erase it all</translation>
    </message>
    <message>
        <source>已提交的申请不受影响</source>
        <translation>What was sent is not affected</translation>
    </message>
    <message>
        <source>我还在，继续办理</source>
        <translation>I&apos;m here, go on</translation>
    </message>
    <message>
        <source>退出并清除</source>
        <translation>Leave and erase</translation>
    </message>
    <message>
        <source>要退出吗？</source>
        <translation>Really leave?</translation>
    </message>
    <message>
        <source>您填写的内容会清除，这次不提交</source>
        <translation>What you typed is erased; nothing is sent</translation>
    </message>
    <message>
        <source>不退出，继续办理</source>
        <translation>Stay and go on</translation>
    </message>
    <message>
        <source>需要帮忙？</source>
        <translation>Need help?</translation>
    </message>
    <message>
        <source>拨打 %1，24 小时有人接听</source>
        <translation>Call %1, day and night</translation>
    </message>
    <message>
        <source>工作时间也可以找大厅工作人员。您填的内容会留在这里。</source>
        <translation>In office hours ask the staff. What you typed stays here.</translation>
    </message>
    <message>
        <source>知道了，继续办理</source>
        <translation>Thanks, go on</translation>
    </message>
    <message>
        <source>怎样更清楚？</source>
        <translation>What would be clearer?</translation>
    </message>
    <message>
        <source>好了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>高对比，黑底亮字</source>
        <translation>High contrast, bright on black</translation>
    </message>
    <message>
        <source>提示读出声</source>
        <translation>Speak prompts aloud</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message>
        <source>已拍的第 %1 页</source>
        <translation>Page %1, taken</translation>
    </message>
    <message>
        <source>第 %1 页的位置</source>
        <translation>Place of page %1</translation>
    </message>
    <message>
        <source>第 %1 页</source>
        <translation>Page %1</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>上一页</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>第 %1 页，共 %2 页</source>
        <translation>Page %1 of %2</translation>
    </message>
</context>
<context>
    <name>PaperCheck</name>
    <message>
        <source>您填的是：{value}</source>
        <translation>Your form says: {value}</translation>
    </message>
    <message>
        <source>表里还没有填</source>
        <translation>Not filled in yet</translation>
    </message>
    <message>
        <source>放倒了的页：{numbers}</source>
        <translation>Laid the wrong way up: page {numbers}</translation>
    </message>
    <message>
        <source>点一下，转正再交</source>
        <translation>Touch to turn upright</translation>
    </message>
    <message>
        <source>点一下，按原来放的方向交</source>
        <translation>Touch to hand it in the way it was laid</translation>
    </message>
    <message>
        <source>{label}：{value}</source>
        <translation>{label}: {value}</translation>
    </message>
</context>
<context>
    <name>PaperCheckPage</name>
    <message>
        <source>正在看纸上写了什么</source>
        <translation>Reading the paper</translation>
    </message>
    <message>
        <source>请核对纸上读到的内容</source>
        <translation>Please check what was read</translation>
    </message>
    <message>
        <source>纸放倒了，已经转正</source>
        <translation>Turned upright</translation>
    </message>
    <message>
        <source>马上就好</source>
        <translation>Just a moment</translation>
    </message>
    <message>
        <source>选中的会填进表里，可能读错，请看清楚</source>
        <translation>What you choose fills the form. Reading can be wrong: look closely</translation>
    </message>
    <message>
        <source>请看看字是不是正的</source>
        <translation>Please see whether the print is upright</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>照样用这份</source>
        <translation>Use it anyway</translation>
    </message>
    <message>
        <source>核对好了</source>
        <translation>Checked</translation>
    </message>
    <message>
        <source>填进表里</source>
        <translation>Into the form</translation>
    </message>
    <message>
        <source>已转正</source>
        <translation>Upright</translation>
    </message>
    <message>
        <source>已有 %1 页</source>
        <translation>Pages: %1</translation>
    </message>
    <message>
        <source>%1，已转正</source>
        <translation>%1, turned upright</translation>
    </message>
    <message>
        <source>接着拍</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>重新拍</source>
        <translation>Retake</translation>
    </message>
</context>
<context>
    <name>PaperState</name>
    <message>
        <source>回执已打印，请取走</source>
        <translation>Receipt printed, please take it</translation>
    </message>
    <message>
        <source>正在打印回执，约 5 秒</source>
        <translation>Printing your receipt, about 5 s</translation>
    </message>
    <message>
        <source>从屏幕下方左侧的出纸口取走</source>
        <translation>It comes out below the screen, on the left</translation>
    </message>
    <message>
        <source>再打印一次</source>
        <translation>Print again</translation>
    </message>
</context>
<context>
    <name>Pickup</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{date}前有效</source>
        <translation>until {date}</translation>
    </message>
    <message>
        <source>取件单 {number}</source>
        <translation>Order {number}</translation>
    </message>
    <message>
        <source>在另一台终端：{place}</source>
        <translation>At another terminal: {place}</translation>
    </message>
    <message>
        <source>正在开 {cell} 号门</source>
        <translation>Opening door {cell}</translation>
    </message>
    <message>
        <source>{cell} 号门开了，请取走物品</source>
        <translation>Door {cell} is open: take your things</translation>
    </message>
    <message>
        <source>请把 {cell} 号门关好</source>
        <translation>Please close door {cell}</translation>
    </message>
    <message>
        <source>{cell} 号门开了，请放入原件</source>
        <translation>Door {cell} is open: put the original in</translation>
    </message>
    <message>
        <source>放进 {cell} 号柜</source>
        <translation>Into cell {cell}</translation>
    </message>
    <message>
        <source>已经交了</source>
        <translation>Handed in</translation>
    </message>
    <message>
        <source>已经拍了，原件您拿好</source>
        <translation>Photographed; please keep the original</translation>
    </message>
    <message>
        <source>取件前要交原件：{originals}</source>
        <translation>To be handed in first: {originals}</translation>
    </message>
    <message>
        <source>紧挨屏幕右边，从上数第 {row} 个</source>
        <translation>Right beside the screen, number {row} from the top</translation>
    </message>
    <message>
        <source>紧挨屏幕左边，从上数第 {row} 个</source>
        <translation>Left beside the screen, number {row} from the top</translation>
    </message>
    <message>
        <source>屏幕右边第 {column} 列，从上数第 {row} 个</source>
        <translation>Column {column} right of the screen, number {row} from the top</translation>
    </message>
    <message>
        <source>屏幕左边第 {column} 列，从上数第 {row} 个</source>
        <translation>Column {column} left of the screen, number {row} from the top</translation>
    </message>
    <message>
        <source>第 {column} 列，从上数第 {row} 个</source>
        <translation>Column {column}, number {row} from the top</translation>
    </message>
</context>
<context>
    <name>PickupCodePage</name>
    <message>
        <source>请输入取件码</source>
        <translation>Type the pick-up code</translation>
    </message>
    <message>
        <source>取件码 6 位，在取件通知里</source>
        <translation>Six digits, from the notice</translation>
    </message>
    <message>
        <source>取件码 6 位，在取件通知里；也可以把通知上的二维码对准扫码口</source>
        <translation>6 digits, in your pick-up notice; or hold its QR code before the scanner</translation>
    </message>
    <message>
        <source>确定</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>还没有输完</source>
        <translation>Not complete yet</translation>
    </message>
    <message>
        <source>取件码</source>
        <translation>Pick-up code</translation>
    </message>
</context>
<context>
    <name>ProgressBar</name>
    <message>
        <source>进度</source>
        <translation>Progress</translation>
    </message>
</context>
<context>
    <name>QrImage</name>
    <message>
        <source>二维码</source>
        <translation>QR code</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>确认身份</source>
        <translation>Identity</translation>
    </message>
    <message>
        <source>核对信息</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>准备材料</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>确认并签名</source>
        <translation>Check and sign</translation>
    </message>
    <message>
        <source>提交</source>
        <translation>Submit</translation>
    </message>
    <message>
        <source>查看待取物品</source>
        <translation>What waits</translation>
    </message>
    <message>
        <source>取出物品</source>
        <translation>Take out</translation>
    </message>
    <message>
        <source>签收</source>
        <translation>Sign for it</translation>
    </message>
</context>
<context>
    <name>Rating</name>
    <message>
        <source>非常满意</source>
        <translation>Very satisfied</translation>
    </message>
    <message>
        <source>满意</source>
        <translation>Satisfied</translation>
    </message>
    <message>
        <source>基本满意</source>
        <translation>All right</translation>
    </message>
    <message>
        <source>不满意</source>
        <translation>Dissatisfied</translation>
    </message>
    <message>
        <source>非常不满意</source>
        <translation>Very dissatisfied</translation>
    </message>
    <message>
        <source>步骤少</source>
        <translation>Few steps</translation>
    </message>
    <message>
        <source>看得懂</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>不用纸</source>
        <translation>No paper</translation>
    </message>
    <message>
        <source>速度快</source>
        <translation>Fast</translation>
    </message>
    <message>
        <source>步骤多</source>
        <translation>Too long</translation>
    </message>
    <message>
        <source>看不懂</source>
        <translation>Unclear</translation>
    </message>
    <message>
        <source>机器难用</source>
        <translation>Awkward</translation>
    </message>
    <message>
        <source>等得久</source>
        <translation>Slow</translation>
    </message>
    <message>
        <source>哪里做得好？可不选</source>
        <translation>What was good? (optional)</translation>
    </message>
    <message>
        <source>哪里没做好？至少选一项</source>
        <translation>What was wrong? Choose at least one</translation>
    </message>
    <message>
        <source>{item}。您的评价不影响办理结果</source>
        <translation>{item}. It does not affect the outcome</translation>
    </message>
    <message>
        <source>请先选一项</source>
        <translation>Choose one</translation>
    </message>
    <message>
        <source>请选原因</source>
        <translation>Say why</translation>
    </message>
</context>
<context>
    <name>RatingPage</name>
    <message>
        <source>这次办得怎么样？</source>
        <translation>How was it?</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>不评价</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>提交评价</source>
        <translation>Send rating</translation>
    </message>
</context>
<context>
    <name>RatingRow</name>
    <message>
        <source>已选</source>
        <translation>Chosen</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>申请人</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>材料</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>{count} 份：已备好 {ready} 份</source>
        <translation>{ready} of {count} ready</translation>
    </message>
    <message>
        <source>{date}前补交：{names}</source>
        <translation>By {date}: {names}</translation>
    </message>
    <message>
        <source>领取方式</source>
        <translation>You get it</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>以上内容属实</source>
        <translation>All this is true</translation>
    </message>
    <message>
        <source>以上内容属实；材料按承诺时间补交</source>
        <translation>All this is true; the rest follows as promised</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>请签名</source>
        <translation>Please sign</translation>
    </message>
    <message>
        <source>请核对</source>
        <translation>Please check</translation>
    </message>
    <message>
        <source>请核对，没问题就签名</source>
        <translation>Check, then sign</translation>
    </message>
    <message>
        <source>提交申请</source>
        <translation>Submit</translation>
    </message>
    <message>
        <source>核对好了</source>
        <translation>All right</translation>
    </message>
    <message>
        <source>核对好了，下一页签名</source>
        <translation>All right? Then sign on the next page</translation>
    </message>
    <message>
        <source>有错就点“修改”，改好会回到这里。</source>
        <translation>Choose Change where it is wrong; you come back here.</translation>
    </message>
</context>
<context>
    <name>ReviewRow</name>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
</context>
<context>
    <name>ScanDrawing</name>
    <message>
        <source>把手机上的二维码对准扫码口</source>
        <translation>Hold the code on your phone before the scanner</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>问一问</source>
        <translation>Ask</translation>
    </message>
</context>
<context>
    <name>SendingPage</name>
    <message>
        <source>已收好，正在送达</source>
        <translation>Safe here, on its way</translation>
    </message>
    <message>
        <source>正在提交，请稍候</source>
        <translation>Submitting, one moment</translation>
    </message>
    <message>
        <source>最多等 %1 秒，不会丢，也不会重复</source>
        <translation>%1 s at most. It cannot get lost.</translation>
    </message>
    <message>
        <source>正在提交</source>
        <translation>Submitting</translation>
    </message>
    <message>
        <source>加密存好</source>
        <translation>Stored encrypted</translation>
    </message>
    <message>
        <source>已存好，断电也不会丢</source>
        <translation>Stored: safe even without power</translation>
    </message>
    <message>
        <source>正在加密</source>
        <translation>Encrypting</translation>
    </message>
    <message>
        <source>送到办理部门</source>
        <translation>To the office</translation>
    </message>
    <message>
        <source>正在送达，马上有受理号</source>
        <translation>On its way; your number comes next</translation>
    </message>
    <message>
        <source>存好后马上送</source>
        <translation>Sent once stored</translation>
    </message>
    <message>
        <source>打印回执</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>从屏幕下方左侧的出纸口取走</source>
        <translation>It comes out below the screen, on the left</translation>
    </message>
    <message>
        <source>正在等办理部门回话</source>
        <translation>Waiting for the office</translation>
    </message>
    <message>
        <source>没等到也没关系，连上后自动送达</source>
        <translation>No matter if it takes longer: it is sent by itself</translation>
    </message>
</context>
<context>
    <name>SignForPage</name>
    <message>
        <source>请签收</source>
        <translation>Please sign for it</translation>
    </message>
    <message>
        <source>这些物品已经取出，请核对后签名</source>
        <translation>You took these out; check them and sign</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End session</translation>
    </message>
    <message>
        <source>签收</source>
        <translation>Sign for it</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>用手指在框里签名</source>
        <translation>Sign here with a finger</translation>
    </message>
    <message>
        <source>重写</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>SimulationPanel</name>
    <message>
        <source>模拟设备</source>
        <translation>Simulated devices</translation>
    </message>
</context>
<context>
    <name>SimulationView</name>
    <message>
        <source>放上身份证</source>
        <translation>Lay the card down</translation>
    </message>
    <message>
        <source>拿走身份证</source>
        <translation>Take the card away</translation>
    </message>
    <message>
        <source>放上身份证，没读完就拿开</source>
        <translation>Lay the card, pull it away too soon</translation>
    </message>
    <message>
        <source>出示电子身份证二维码</source>
        <translation>Show an e-ID code</translation>
    </message>
    <message>
        <source>插上社保卡</source>
        <translation>Put a social security card in</translation>
    </message>
    <message>
        <source>拔出社保卡</source>
        <translation>Pull the social security card out</translation>
    </message>
    <message>
        <source>插上工作卡（密码 471109）</source>
        <translation>Put the staff card in (PIN 471109)</translation>
    </message>
    <message>
        <source>拔出工作卡</source>
        <translation>Take the staff card out</translation>
    </message>
    <message>
        <source>插上社保卡，没读完就拔出</source>
        <translation>Put the social security card in, pull it out too soon</translation>
    </message>
    <message>
        <source>再叠放一张卡</source>
        <translation>Lay a second card on top</translation>
    </message>
    <message>
        <source>把卡都拿走</source>
        <translation>Take all cards away</translation>
    </message>
    <message>
        <source>出示二维码，没扫完就拿开</source>
        <translation>Show the QR code and take it away too soon</translation>
    </message>
    <message>
        <source>插上工作卡，没读完就拔出</source>
        <translation>Put the staff card in and pull it out too soon</translation>
    </message>
    <message>
        <source>插上银行卡</source>
        <translation>Put a bank card in</translation>
    </message>
    <message>
        <source>拔出银行卡</source>
        <translation>Pull the bank card out</translation>
    </message>
    <message>
        <source>站到镜头前</source>
        <translation>Face the camera</translation>
    </message>
    <message>
        <source>离开镜头</source>
        <translation>Leave the camera</translation>
    </message>
    <message>
        <source>在台面上放下一页材料</source>
        <translation>Lay the next paper on the table</translation>
    </message>
    <message>
        <source>拿走材料</source>
        <translation>Take the paper away</translation>
    </message>
    <message>
        <source>取走柜里的东西，关上柜门</source>
        <translation>Take it out and close the door</translation>
    </message>
    <message>
        <source>撬开一扇柜门</source>
        <translation>Force a door open</translation>
    </message>
    <message>
        <source>扫物件的条码</source>
        <translation>Scan a parcel</translation>
    </message>
    <message>
        <source>放进物件，关上柜门</source>
        <translation>Put it in, close the door</translation>
    </message>
    <message>
        <source>装上纸</source>
        <translation>Put paper in</translation>
    </message>
    <message>
        <source>取走纸</source>
        <translation>Take paper out</translation>
    </message>
    <message>
        <source>给 A4 打印机装纸</source>
        <translation>Put paper into the A4 printer</translation>
    </message>
    <message>
        <source>取走 A4 纸</source>
        <translation>Take the A4 paper out</translation>
    </message>
</context>
<context>
    <name>SocialCardPage</name>
    <message>
        <source>请再放上身份证</source>
        <translation>Now lay down your ID card</translation>
    </message>
    <message>
        <source>社保卡能说明您是谁，但不能证明</source>
        <translation>A social security card alone proves nothing</translation>
    </message>
    <message>
        <source>等待读卡</source>
        <translation>Waiting for card</translation>
    </message>
    <message>
        <source>社保卡上写的是 %1 %2</source>
        <translation>Your social security card says %1 %2</translation>
    </message>
    <message>
        <source>这件事要的社保卡资料，确认身份后由平台调取。</source>
        <translation>What this service needs of it is fetched once you are confirmed.</translation>
    </message>
    <message>
        <source>身份确认后，用身份证上的信息填表。</source>
        <translation>The form is filled in from your ID card.</translation>
    </message>
    <message>
        <source>出示电子身份证二维码</source>
        <translation>Show an e-ID code</translation>
    </message>
    <message>
        <source>代替身份证，一样能办</source>
        <translation>It takes the ID card&apos;s place</translation>
    </message>
    <message>
        <source>要联网核验，网络现在不通</source>
        <translation>Needs the network, which is down</translation>
    </message>
    <message>
        <source>没带身份证，请工作人员核对</source>
        <translation>No ID card? Ask staff</translation>
    </message>
    <message>
        <source>打热线说明情况，拿到代码接着办</source>
        <translation>Call the hotline, then go on with the code they give you</translation>
    </message>
</context>
<context>
    <name>StaffCardPage</name>
    <message>
        <source>请工作人员输入密码</source>
        <translation>Staff: enter the PIN</translation>
    </message>
    <message>
        <source>请工作人员插入工作卡</source>
        <translation>Staff: put your card in</translation>
    </message>
    <message>
        <source>还能试 %1 次，输错会锁卡</source>
        <translation>Tries left: %1. Wrong PINs lock the card</translation>
    </message>
    <message>
        <source>连续输错会锁卡</source>
        <translation>Wrong entries in a row lock the card</translation>
    </message>
    <message>
        <source>核对申请人和证件一致后，插卡确认</source>
        <translation>Check the person against the document, then put the card in</translation>
    </message>
    <message>
        <source>用来存件、取回和查看柜门</source>
        <translation>To put in, take back and look into cells</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>确定</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>密码 6 到 8 位</source>
        <translation>Six to eight digits</translation>
    </message>
    <message>
        <source>还没有插卡</source>
        <translation>No card yet</translation>
    </message>
    <message>
        <source>插到读卡器里，芯片朝下</source>
        <translation>Into the reader, chip downwards</translation>
    </message>
    <message>
        <source>确认完请把卡取走</source>
        <translation>Take the card away afterwards</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>PIN</translation>
    </message>
</context>
<context>
    <name>StaffCodePage</name>
    <message>
        <source>请输入工作人员给的代码</source>
        <translation>Type the code from the staff</translation>
    </message>
    <message>
        <source>代码 8 位，十分钟内有效</source>
        <translation>Eight characters, valid for ten minutes</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>确定</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>还没有输完</source>
        <translation>Not complete yet</translation>
    </message>
    <message>
        <source>拨打 %1</source>
        <translation>Call %1</translation>
    </message>
    <message>
        <source>报终端编号 %1，工作人员核实后给您代码</source>
        <translation>Say terminal %1; staff confirm who you are and give you a code</translation>
    </message>
    <message>
        <source>代码</source>
        <translation>Code</translation>
    </message>
</context>
<context>
    <name>StaffDoorPage</name>
    <message>
        <source>先关门</source>
        <translation>Close first</translation>
    </message>
    <message>
        <source>关门后可退出</source>
        <translation>Leave once it is closed</translation>
    </message>
    <message>
        <source>等您关门</source>
        <translation>Waiting for you</translation>
    </message>
    <message>
        <source>正在开门</source>
        <translation>Opening</translation>
    </message>
    <message>
        <source>门已关好</source>
        <translation>Door is shut</translation>
    </message>
    <message>
        <source>门已打开</source>
        <translation>Door open</translation>
    </message>
    <message>
        <source>放进物件</source>
        <translation>Put it in</translation>
    </message>
    <message>
        <source>看清里面</source>
        <translation>Look inside</translation>
    </message>
    <message>
        <source>取出物件</source>
        <translation>Take it out</translation>
    </message>
    <message>
        <source>把门关好</source>
        <translation>Close the door</translation>
    </message>
    <message>
        <source>不知道里面是什么</source>
        <translation>What is inside is not known</translation>
    </message>
    <message>
        <source>门没开</source>
        <translation>Not open</translation>
    </message>
</context>
<context>
    <name>StaffPage</name>
    <message>
        <source>要做什么？</source>
        <translation>What is to be done?</translation>
    </message>
    <message>
        <source>%1（本次第 %2 件）</source>
        <translation>%1 (%2 done so far)</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>退出登录</source>
        <translation>Log out</translation>
    </message>
    <message>
        <source>刷新</source>
        <translation>Refresh</translation>
    </message>
    <message>
        <source>刷新清单</source>
        <translation>Refresh the list</translation>
    </message>
</context>
<context>
    <name>StaffTroublePage</name>
    <message>
        <source>退出</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>退出登录</source>
        <translation>Log out</translation>
    </message>
    <message>
        <source>回清单</source>
        <translation>To the list</translation>
    </message>
    <message>
        <source>再开一次</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>再开一次门</source>
        <translation>Open it again</translation>
    </message>
    <message>
        <source>%1 号格</source>
        <translation>Cell %1</translation>
    </message>
    <message>
        <source>换到 %1 号格</source>
        <translation>Use cell %1 instead</translation>
    </message>
    <message>
        <source>先不办这件</source>
        <translation>Leave this one</translation>
    </message>
    <message>
        <source>回到清单，以后再办</source>
        <translation>Back to the list, for later</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>一张身份证
随时办成事</source>
        <translation>One card.
Any time.</translation>
    </message>
    <message>
        <source>24 小时开放，大多数事项不收费</source>
        <translation>Open day and night, mostly free</translation>
    </message>
    <message>
        <source>刷证</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>身份证确认本人</source>
        <translation>Shows who you are</translation>
    </message>
    <message>
        <source>核对</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>表格多数已填好</source>
        <translation>Mostly filled in</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>手指一签就提交</source>
        <translation>With your finger</translation>
    </message>
    <message>
        <source>触摸屏幕，开始使用</source>
        <translation>Touch to start</translation>
    </message>
    <message>
        <source>无障碍</source>
        <translation>Access</translation>
    </message>
</context>
<context>
    <name>StepRail</name>
    <message>
        <source>第 %1 步，共 %2 步</source>
        <translation>Step %1 of %2</translation>
    </message>
    <message>
        <source>下一步：%1</source>
        <translation>Next: %1</translation>
    </message>
</context>
<context>
    <name>Stock</name>
    <message>
        <source>放入物件</source>
        <translation>Put something in</translation>
    </message>
    <message>
        <source>扫物件上的条码，终端找空格</source>
        <translation>Scan its barcode; the terminal finds a free cell</translation>
    </message>
    <message>
        <source>取回 {cell}：{thing}</source>
        <translation>Take back {cell}: {thing}</translation>
    </message>
    <message>
        <source>{date}到期，没有人取</source>
        <translation>Kept until {date}, not collected</translation>
    </message>
    <message>
        <source>查看 {cell} 号格</source>
        <translation>Look into cell {cell}</translation>
    </message>
    <message>
        <source>门还开着，请先关好</source>
        <translation>Its door is open: close it first</translation>
    </message>
    <message>
        <source>您的卡没有开通</source>
        <translation>Your card may not do this</translation>
    </message>
    <message>
        <source>门自己开过</source>
        <translation>Its door opened by itself</translation>
    </message>
    <message>
        <source>门可能开过，没有看到</source>
        <translation>Its door may have been open unseen</translation>
    </message>
    <message>
        <source>物件不见了</source>
        <translation>What lay inside is gone</translation>
    </message>
    <message>
        <source>说不清里面有没有物件</source>
        <translation>Its sensor cannot tell what is inside</translation>
    </message>
    <message>
        <source>门开着的时候断过电</source>
        <translation>Power failed while it was open</translation>
    </message>
    <message>
        <source>有人说不对</source>
        <translation>Somebody says that it is not right</translation>
    </message>
    <message>
        <source>打开看过，还没登记</source>
        <translation>Opened, and not recorded yet</translation>
    </message>
    <message>
        <source>没有门磁，里面的物件要取出来</source>
        <translation>No door sensor: what is inside has to come out</translation>
    </message>
    <message>
        <source>门磁没有回答</source>
        <translation>Its door sensor is silent</translation>
    </message>
    <message>
        <source>{thing} 已放进 {cell}</source>
        <translation>{thing} is in {cell}</translation>
    </message>
    <message>
        <source>{thing} 已从 {cell} 取回</source>
        <translation>{thing} is out of {cell}</translation>
    </message>
    <message>
        <source>已登记：{cell} 里是 {thing}</source>
        <translation>Recorded: {thing} is in {cell}</translation>
    </message>
    <message>
        <source>已登记：{cell} 是空的</source>
        <translation>Recorded: {cell} is empty</translation>
    </message>
    <message>
        <source>正在开 {cell} 号门</source>
        <translation>Opening door {cell}</translation>
    </message>
    <message>
        <source>请把 {cell} 号门关好</source>
        <translation>Please close door {cell}</translation>
    </message>
    <message>
        <source>请打开 {cell} 号门，取空再关好</source>
        <translation>Empty {cell}, then shut its door</translation>
    </message>
    <message>
        <source>{cell} 号门开了，请放进物件</source>
        <translation>Door {cell} is open: put it in</translation>
    </message>
    <message>
        <source>{cell} 号门开了，请取出物件</source>
        <translation>Door {cell} is open: take it out</translation>
    </message>
    <message>
        <source>{cell} 号门开了，请看里面</source>
        <translation>Door {cell} is open: look inside</translation>
    </message>
    <message>
        <source>小格</source>
        <translation>Small</translation>
    </message>
    <message>
        <source>中格</source>
        <translation>Medium</translation>
    </message>
    <message>
        <source>大格</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>取件单号联网后补上</source>
        <translation>Its order is found online later</translation>
    </message>
</context>
<context>
    <name>StockItemPage</name>
    <message>
        <source>%1 号格里是这件吗？</source>
        <translation>Is this what is in cell %1?</translation>
    </message>
    <message>
        <source>放进哪一格？</source>
        <translation>Which cell?</translation>
    </message>
    <message>
        <source>请扫物件上的条码</source>
        <translation>Scan the barcode</translation>
    </message>
    <message>
        <source>扫不出来，就在下面输入</source>
        <translation>If that does not work, type it below</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>退出登录</source>
        <translation>Log out</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>查询</source>
        <translation>Look up</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>打开柜门</source>
        <translation>Open the door</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>请选格口大小</source>
        <translation>Choose a size</translation>
    </message>
    <message>
        <source>还没有扫码</source>
        <translation>Nothing scanned yet</translation>
    </message>
    <message>
        <source>条码</source>
        <translation>Barcode</translation>
    </message>
    <message>
        <source>换一件</source>
        <translation>Another</translation>
    </message>
    <message>
        <source>%1 号格</source>
        <translation>Cell %1</translation>
    </message>
</context>
<context>
    <name>StoppedPage</name>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End</translation>
    </message>
    <message>
        <source>重新开始</source>
        <translation>Start again</translation>
    </message>
    <message>
        <source>现在怎么办</source>
        <translation>What to do now</translation>
    </message>
    <message>
        <source>拨打 %1</source>
        <translation>Call %1</translation>
    </message>
    <message>
        <source>24 小时有人接听</source>
        <translation>Day and night</translation>
    </message>
    <message>
        <source>编号 %1 · 终端 %2</source>
        <translation>Code %1 · Terminal %2</translation>
    </message>
</context>
<context>
    <name>TravelDocumentPage</name>
    <message>
        <source>请输入证件下方的机读码</source>
        <translation>Type the document code</translation>
    </message>
    <message>
        <source>居住证不用输入，直接放在读卡区</source>
        <translation>A residence permit need not be typed: lay it on the reader</translation>
    </message>
    <message>
        <source>核对好了</source>
        <translation>All correct</translation>
    </message>
    <message>
        <source>护照</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>通行证</source>
        <translation>Permit</translation>
    </message>
    <message>
        <source>往来内地通行证</source>
        <translation>Mainland travel permit</translation>
    </message>
    <message>
        <source>照片页最下面的两行</source>
        <translation>The two lines at the foot of the photo page</translation>
    </message>
    <message>
        <source>通行证最下面的三行</source>
        <translation>The three lines at the foot of the permit</translation>
    </message>
    <message>
        <source>输完后由热线人员核实身份</source>
        <translation>Then the hotline confirms who you are</translation>
    </message>
    <message>
        <source>手工输入的证件不能刷脸比对。请打 %1，工作人员核实后给您一个代码，再接着办。</source>
        <translation>What is typed cannot be compared with your face. Call %1: staff confirm who you are and give you a code to go on with.</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>这些在等您取</source>
        <translation>These wait for you</translation>
    </message>
    <message>
        <source>正在查找待取物品</source>
        <translation>Looking what waits</translation>
    </message>
    <message>
        <source>点一项，柜门会自己打开</source>
        <translation>Choose one; its doors open by themselves</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>结束使用</source>
        <translation>End session</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>请选一项</source>
        <translation>Choose one</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>回首页</source>
        <translation>Home</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{days} 个工作日</source>
        <translation>{days} working days</translation>
    </message>
    <message>
        <source>当场办结</source>
        <translation>At once</translation>
    </message>
    <message>
        <source>不收费</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>{amount} 元</source>
        <translation>CNY {amount}</translation>
    </message>
</context>
<context>
    <name>Zone</name>
    <message>
        <source>证件种类和签发国</source>
        <translation>kind and issuer</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>name</translation>
    </message>
    <message>
        <source>证件号码</source>
        <translation>document number</translation>
    </message>
    <message>
        <source>国籍</source>
        <translation>nationality</translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation>date of birth</translation>
    </message>
    <message>
        <source>性别</source>
        <translation>sex</translation>
    </message>
    <message>
        <source>有效期</source>
        <translation>expiry date</translation>
    </message>
    <message>
        <source>其他信息</source>
        <translation>other data</translation>
    </message>
    <message>
        <source>最后一位校验码</source>
        <translation>last check digit</translation>
    </message>
    <message>
        <source>正在输入：{part}</source>
        <translation>Now typing: {part}</translation>
    </message>
    <message>
        <source>全部输完了，请按“核对好了”</source>
        <translation>All typed: touch &quot;All correct&quot;</translation>
    </message>
    <message>
        <source>{part}和校验码对不上，请点那一段改正</source>
        <translation>Does not fit: {part}. Touch it to correct.</translation>
    </message>
</context>
<context>
    <name>ZoneBox</name>
    <message>
        <source>证件下方的机读码</source>
        <translation>Lines at the foot of the document</translation>
    </message>
</context>
</TS>
