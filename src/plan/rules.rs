//! Rules of plans.

use crate::rule_table;

rule_table! {
    /// Rules of plans, by id.
    pub RULES

    AVERAGE_ABOVE_PEAK: Warning "plan/average-above-peak" { average_per_second, peak_per_second }
        source "arithmetic"
        example r#"{"peak_requests_per_second": 10, "average_requests_per_second": 20}"#
        what "the workload's average is higher than its peak" / "负载的平均值高于峰值"
        why "one of the numbers is wrong, and the plan is as wrong as the number" / "其中一个数字有误，方案也会随之出错"
        fix "measure both over the same days" / "请在同一时段测量两者"
        help "swap or correct \"average_requests_per_second\" and \"peak_requests_per_second\""
           / "请对调或更正 \"average_requests_per_second\" 与 \"peak_requests_per_second\""
        message "{average_per_second} requests/s on average, {peak_per_second} requests/s in the peak"
              / "平均 {average_per_second} 次/秒，峰值 {peak_per_second} 次/秒"

    AVERAGE_BELOW_PEAKS: Warning "plan/average-below-peaks" { average_mvcpu, least_mvcpu }
        source "arithmetic"
        example r#"{"peak_requests_per_second": 100, "average_requests_per_second": 1, "cpu_microseconds_per_request": 5000, "peak_minutes": 60, "peaks_per_day": 4}"#
        what "the workload's peaks alone come to more than its average" / "仅峰值时段的用量就已超过负载的平均值"
        why "one of the numbers is wrong; on a burstable host credits run out although the average says otherwise"
          / "其中一个数字有误；突发性能实例的积分会耗尽，尽管平均值看似足够"
        fix "measure the average over whole days, peaks included" / "请按整天测量平均值，包括峰值时段"
        help "correct \"average_requests_per_second\", \"peak_minutes\" or \"peaks_per_day\""
           / "请更正 \"average_requests_per_second\"、\"peak_minutes\" 或 \"peaks_per_day\""
        message "{average_mvcpu} mvCPU on average, and the peaks alone come to {least_mvcpu} mvCPU over the day"
              / "平均 {average_mvcpu} mvCPU，而仅峰值折合全天已达 {least_mvcpu} mvCPU"

    BANDWIDTH_UNSTATED: Info "plan/bandwidth-unstated" { tier }
        source "guide §1.2 states no bandwidth for either tier"
        example r#"{"response_bytes": 20000}"#
        what "no document states the bandwidth of the public address" / "没有文档说明公网带宽"
        why "whether responses get out in the peak cannot be said, and bandwidth is what a plan is billed for"
          / "无法判断峰值时响应能否送出，而带宽又是计费项"
        fix "ask the platform for the number and state it in the catalogue" / "请向平台询问带宽，并写入资源目录"
        help "state `{tier:code}.public_bandwidth` in the catalogue, and \"response_bytes\" in the workload"
           / "请在资源目录中填写 `{tier:code}.public_bandwidth`，并在负载中填写 \"response_bytes\""
        message "the bandwidth of the {tier} tier's public address is not documented: it is for the buyer to choose"
              / "{tier}的公网带宽没有文档说明，需由购买者选择"

    BILLING_NOT_ALLOWED: Error "plan/billing-not-allowed" { environment, billing, allowed }
        source "guide §1.2, table of environments; §2.3"
        example "# test pay-as-you-go"
        what "the environment cannot be paid for in this way" / "该环境不能使用此计费方式"
        why "the platform sells the test environment prepaid only, so building it would be refused"
          / "平台的测试环境只支持预付费（prepaid），构建环境时会被拒绝"
        fix "choose prepaid for the test environment; pay-as-you-go is for production"
          / "测试环境请选择预付费；按量付费用于生产环境"
        help "choose one of: {allowed}; or plan the production environment: --environment production"
           / "请选择：{allowed}；或改为生产环境：--environment production"
        message "the {environment} environment cannot be paid {billing}; it can be paid: {allowed}"
              / "{environment}不能使用{billing}，可用：{allowed}"

    BURST_BASELINE_EXCEEDED: Warning "plan/burst-baseline-exceeded" { instance, average_mvcpu, baseline_mvcpu }
        source "product documentation: burstable instances; catalogue: `burst`"
        example r#"{"average_requests_per_second": 60, "cpu_microseconds_per_request": 5000}"#
        what "the app uses more CPU over the day than a burstable instance earns"
           / "应用的平均 CPU 用量超过突发性能实例的积分收入"
        why "the credits run out and the instance is throttled to its baseline: responses slow down and time out, \
              though a short load test succeeded"
          / "CPU 积分会耗尽，实例被限制在基准性能：响应变慢乃至超时，即使短时压测通过"
        fix "use an instance that is not burstable, or less CPU for each request"
          / "请使用非突发性能实例，或降低每个请求的 CPU 用量"
        help "choose the standard tier: --tier standard" / "请选择标准版：--tier standard"
        message "{average_mvcpu} mvCPU on average, and {instance} may always use {baseline_mvcpu} mvCPU"
              / "平均 {average_mvcpu} mvCPU，而 {instance} 只能长期使用 {baseline_mvcpu} mvCPU"

    DATABASE_END_OF_LIFE: Warning "plan/database-end-of-life" { engine, version, since, end_of_support }
        source "catalogue: end of life of the engine; MySQL 5.6: 2021-02-05, supported by the service until 2028-02-05 (estimated; an older notice: 2025-04-21)"
        example "# standard 2021-03-01"
        what "the database version has reached its end of life" / "数据库版本已停止维护"
        why "holes and faults found since then stay open, and the provider ends its support and may upgrade or stop \
              selling the version"
          / "此后发现的漏洞和缺陷不再修复，云服务商也会停止支持，可能强制升级或停售"
        fix "plan with a newer version of the engine and test the app with it"
          / "请使用更新的数据库版本，并用它测试应用"
        help "set a newer version and its class in the catalogue: `standard.database.version`, `standard.database.class`"
           / "请在资源目录中设置更新的版本和规格：`standard.database.version`、`standard.database.class`"
        message "{engine} {version} has had no fixes since {since}" / "{engine} {version} 自 {since} 起不再维护"

    DATABASE_SHARES_INSTANCE_MEMORY: Info "plan/database-shares-instance-memory" { engine, memory }
        source "guide §1.2: the database of the starter tier is preinstalled on its host"
        example "# starter"
        what "the database runs in the memory of the app's host" / "数据库与应用共用主机内存"
        why "when both grow, the kernel ends one of them, usually the database, and the app loses it"
          / "两者内存增长时，内核会终止其中之一（通常是数据库），应用随即失去数据库"
        fix "count the database's memory into that of the instance, or choose the standard tier"
          / "请把数据库的内存计入实例内存，或选择标准版"
        help "state the app's and the database's memory together: \"memory_mib_per_instance\""
           / "请把应用与数据库的内存合计填写：\"memory_mib_per_instance\""
        message "{engine} shares {memory} with the app" / "{engine} 与应用共用 {memory}"

    DNS_TTL_BELOW_MINIMUM: Warning "plan/dns-ttl-below-minimum" { ttl, minimum }
        source "guide §3.2: 10 minutes; catalogue: `dns_ttl_minimum`"
        example r#"{"dns_ttl_minimum": 1200}"#
        what "the documented DNS record lives shorter than the DNS service allows"
           / "文档中的 DNS 记录 TTL 低于 DNS 服务的下限"
        why "adding the record is refused, or the service silently sets its own time"
          / "添加记录会被拒绝，或被服务改为其他值"
        fix "set the record's time to live to the least that the service takes" / "请把记录的 TTL 设为服务允许的最小值"
        help "set the time to live of the `www` record to {minimum}" / "请把 `www` 记录的 TTL 设为 {minimum}"
        message "the record's time to live is {ttl}; the DNS service takes at least {minimum}"
              / "记录的 TTL 为 {ttl}，DNS 服务要求至少 {minimum}"

    END_OF_LIFE_SOON: Info "plan/end-of-life-soon" { subject, name, on }
        source "catalogue: dated facts; one year ahead is decided, the usual term of a prepaid purchase"
        example "# starter 2020-06-01"
        what "a part of the plan loses support or goes off sale within a year"
           / "方案中的某项资源将在一年内停止维护或停售"
        why "what is bought today outlives its support, and scaling out or renewing may no longer be possible then"
          / "现在购买的资源会比其支持期更长，届时可能无法扩容或续费"
        fix "choose the successor now, or plan the move before the day" / "请现在就选择后续产品，或在该日期之前安排迁移"
        help "plan the move to its successor before {on}" / "请在 {on} 之前安排迁移到后续产品"
        message "{subject}: {name} ends on {on}" / "{subject}：{name} 将于 {on} 终止"

    FACTS_DISAGREE: Info "plan/facts-disagree" { entry, value, source, conflict }
        source "catalogue: facts with a `conflict`"
        example "# standard"
        what "sources disagree about a fact that the plan rests on" / "关于方案所依据的事实，各来源说法不一"
        why "when the other source is right, the limit or the day is another one" / "若另一来源正确，上限或日期就不同"
        fix "look the value up in the console, and state it in the catalogue" / "请在控制台核实，并写入资源目录"
        help "confirm `{entry}` with the provider, and state it in the catalogue with its source"
           / "请向云服务商确认 `{entry}`，并连同来源写入资源目录"
        message "`{entry}` is {value} by {source}; {conflict}" / "`{entry}` 为 {value}，依据：{source}；{conflict}"

    HOSTS_NOT_ALLOWED: Error "plan/hosts-not-allowed" { tier, hosts, least, most }
        source "guide §1.2, table of resources; the greatest number is decided"
        example r#"{"environment": "production", "tier": "starter", "billing": "prepaid", "hosts": 2}"#
        what "the tier cannot have this number of hosts" / "该套餐不能使用此主机数量"
        why "the starter tier is one host with its database on it and nothing in front that could share requests; the \
              standard tier starts with two hosts behind its load balancer"
          / "入门版只有一台主机，数据库也在其上，前面没有可分流的负载均衡；标准版至少有两台主机"
        fix "give the starter tier one host, the standard tier two or more; scale out in the standard tier only"
          / "入门版使用一台主机，标准版两台或以上；只有标准版可以扩容"
        help "set the number of hosts to {least}, or for several hosts choose the standard tier: --tier standard"
           / "请把主机数量设为 {least}；需要多台主机时请选择标准版：--tier standard"
        message "the {tier} tier cannot have {hosts} hosts; it can have {least} to {most}"
              / "{tier}不能有 {hosts} 台主机，可为 {least} 至 {most} 台"

    HTTPS_LISTENER_WITHOUT_CERTIFICATE: Info "plan/https-listener-without-certificate" {}
        source "guide §3.3.2, §4.5: the load balancer listens for HTTPS by default"
        example "# standard"
        what "the load balancer's HTTPS listener needs a certificate" / "负载均衡的 HTTPS 监听需要证书"
        why "without one the listener cannot be created, and no request reaches the hosts"
          / "没有证书就无法创建监听，请求也无法到达主机"
        fix "buy or upload a certificate for the load balancer before the first release"
          / "请在首次发布前为负载均衡购买或上传证书"
        help "check it first: `cloudapp certificate check --cert cert.pem --key cert.key --domain DOMAIN`"
           / "请先检查：`cloudapp certificate check --cert cert.pem --key cert.key --domain DOMAIN`"
        message "the HTTPS listener of the load balancer needs a certificate before the first release"
              / "首次发布前，负载均衡的 HTTPS 监听需要证书"

    INFERRED_FACT_USED: Info "plan/inferred-fact-used" { entry, value, source }
        source "catalogue: facts whose basis is `inferred`"
        example "# standard"
        what "the plan rests on a fact that no document states" / "方案依据了没有文档明言的事实"
        why "when the platform chose differently, the limit is another one" / "若平台的选择不同，上限也就不同"
        fix "look the value up in the console and state it in the catalogue" / "请在控制台查看实际值，并写入资源目录"
        help "state `{entry}` in the catalogue with its source" / "请在资源目录中填写 `{entry}` 及其来源"
        message "`{entry}` is inferred to be {value}, from: {source}" / "`{entry}` 推断为 {value}，依据：{source}"

    LARGE_RESPONSES: Info "plan/large-responses" { bytes, mbit_per_second }
        source "decided: 100 kB on average are images and downloads, no pages and answers of an interface"
        example r#"{"peak_requests_per_second": 20, "response_bytes": 400000}"#
        what "the hosts are to send images or downloads" / "主机需要发送图片或下载文件"
        why "they fill the bandwidth that is paid for and keep connections and hosts busy, while object storage and a CDN \
              send them for less and from nearby"
          / "它们占满付费带宽，并占用连接和主机；对象存储和 CDN 成本更低且更靠近用户"
        fix "serve files from object storage (OSS) behind a CDN, and leave pages and interfaces to the hosts"
          / "请把文件放在对象存储（OSS）并经 CDN 提供，主机只处理页面和接口"
        help "move images and downloads to object storage behind a CDN, and state what is left: \"response_bytes\""
           / "请把图片和下载移到对象存储加 CDN，并填写剩余的大小：\"response_bytes\""
        message "responses of {bytes} on average, {mbit_per_second} Mbit/s in the peak: files for object storage and a CDN"
              / "响应平均 {bytes}，峰值 {mbit_per_second} Mbit/s：宜使用对象存储和 CDN"

    LIMIT_EXCEEDED: Warning "plan/limit-exceeded" { dimension, found, remedy }
        source "catalogue: the limits of the plan"
        example r#"{"memory_mib_per_instance": 5000}"#
        what "the workload is more than a part of the plan carries" / "负载超过方案中某项资源的上限"
        why "in the peak, requests are dropped, time out or fail for want of it" / "峰值时请求会被丢弃、超时或失败"
        fix "change the plan or the workload: `cloudapp plan size` names a plan that carries it"
          / "请调整方案或负载：`cloudapp plan size` 会给出可承载的方案"
        help "{remedy}" / "{remedy}"
        message "over the limit: {found}" / "超出上限：{found}"

    LOAD_BALANCER_IS_BOTTLENECK: Warning "plan/load-balancer-is-bottleneck" { specification, dimension, demand, limit }
        source "product documentation: SLB FAQ, the first limit that is reached throttles"
        example "# standard\n{\"peak_requests_per_second\": 1200, \"cpu_microseconds_per_request\": 1000}"
        what "the load balancer reaches its limit before the hosts do" / "负载均衡先于主机达到上限"
        why "requests over the limit are dropped while the hosts behind it idle; more hosts do not help"
          / "超出上限的请求会被丢弃，而后端主机仍有空闲；增加主机无济于事"
        fix "choose a larger specification of the load balancer" / "请选择更大的负载均衡规格"
        help "choose a larger load balancer, for example --load-balancer slb.lcu.elastic"
           / "请选择更大的负载均衡，例如 --load-balancer slb.lcu.elastic"
        message "{specification} reaches {dimension} before the hosts reach theirs: {demand} of {limit}"
              / "{specification} 先于主机达到上限（{dimension}）：{demand}，上限 {limit}"

    LOAD_BALANCER_MISMATCH: Error "plan/load-balancer-mismatch" { tier, count, expected }
        source "guide §1.2, table of resources"
        example r#"{"environment": "production", "tier": "starter", "billing": "prepaid", "hosts": 1, "load_balancer": "slb.s1.small"}"#
        what "the plan and its tier disagree about a load balancer" / "方案与套餐在负载均衡上不一致"
        why "the starter tier has no load balancer to set up, and without one no request reaches the hosts of the \
              standard tier"
          / "入门版没有负载均衡；标准版缺少负载均衡则请求无法到达主机"
        fix "leave `load_balancer` out in the starter tier; name a specification in the standard tier"
          / "入门版请去掉 `load_balancer`；标准版请写明规格"
        help "start from the documented resources of the tier: `Plan::new` with the tier {tier}"
           / "请从套餐的标准配置开始：`Plan::new`，{tier}"
        message "the plan has {count} load balancers; the {tier} tier has {expected}"
              / "方案有 {count} 个负载均衡，{tier}应有 {expected} 个"

    LOAD_BALANCER_SPEC_WITHDRAWN: Warning "plan/load-balancer-spec-withdrawn" { specification, since }
        source "catalogue: `load_balancers[].withdrawn`; notices of the service name 2025-06-01 and 2026-01-01"
        example "# standard 2025-06-01"
        what "the load balancer specification is no longer sold" / "该负载均衡规格已停售"
        why "creating the load balancer is refused, and with it the whole environment"
          / "创建负载均衡会被拒绝，整个环境因此无法构建"
        fix "plan with a load balancer that is paid by use" / "请使用按使用量计费的负载均衡"
        help "use a load balancer paid by use: --load-balancer slb.lcu.elastic"
           / "请使用按使用量计费的负载均衡：--load-balancer slb.lcu.elastic"
        message "{specification} has not been sold since {since}" / "{specification} 自 {since} 起停售"

    LOAD_BALANCER_SUBSCRIPTION_WITHDRAWN: Warning "plan/load-balancer-subscription-withdrawn" { since }
        source "catalogue: `load_balancer_subscription_withdrawn`; notice of the service, 2024-12-01"
        example "# standard prepaid 2024-12-01"
        what "load balancers are no longer sold prepaid" / "负载均衡不再提供预付费"
        why "a prepaid order of the load balancer is refused; it is billed by use while the rest is prepaid, and goes \
              on costing after the rest has expired"
          / "预付费的负载均衡订单会被拒绝；其余资源预付费时，负载均衡仍按量计费，其余资源到期后仍会产生费用"
        fix "pay for the environment as you go, or expect the load balancer's bill apart"
          / "请对环境使用按量付费，或为负载均衡单独预留费用"
        help "plan with --billing pay-as-you-go, or create the load balancer pay-as-you-go beside prepaid hosts"
           / "请使用 --billing pay-as-you-go，或主机预付费、负载均衡按量付费"
        message "load balancers have not been sold prepaid since {since}" / "负载均衡自 {since} 起不再提供预付费"

    NGINX_CONNECTIONS: Warning "plan/nginx-connections" { needed, connections }
        source "nginx: ngx_http_upstream takes a connection of its own for each request; guide §1.3: worker_connections 1024"
        example r#"{"peak_connections": 2000}"#
        what "nginx as documented holds fewer connections than the clients take"
           / "按文档配置的 nginx 连接数少于客户端所需"
        why "a proxied client takes two connections, its own and the one to the app; without free ones nginx logs \
              \"worker_connections are not enough\" and closes new clients"
          / "每个经代理的客户端占用两个连接（客户端和应用各一个）；连接用尽时 nginx 记录 \"worker_connections are not enough\" 并关闭新连接"
        fix "raise `worker_connections`, or generate the configuration: it has 10240 for each vCPU"
          / "请调高 `worker_connections`，或使用生成的配置：每个 vCPU 10240"
        help "raise `worker_connections` to {needed}, or use `cloudapp nginx generate`; then state \
              \"nginx_connections_per_instance\" in the workload"
           / "请把 `worker_connections` 调到 {needed}，或使用 `cloudapp nginx generate`，然后在负载中填写 \
              \"nginx_connections_per_instance\""
        message "each host takes {needed} connections of nginx, two for each client, and has {connections}"
              / "每台主机需要 {needed} 个 nginx 连接（每个客户端两个），现有 {connections} 个"

    OS_END_OF_LIFE: Warning "plan/os-end-of-life" { system, since, source }
        source "catalogue: end of life of the image; CentOS 6: 2020-11-30"
        example "# starter 2021-01-01"
        what "the hosts' operating system has reached its end of life" / "主机的操作系统已停止维护"
        why "holes found since then stay open, and package repositories of the system move to archives, so that \
              installing with yum fails"
          / "此后发现的漏洞不再修复，系统的软件仓库移入归档，yum 安装会失败"
        fix "plan with an image that is still supported, or keep the hosts behind a load balancer and replace the \
              repositories by an archive's"
          / "请使用仍在维护的镜像；或将主机置于负载均衡之后，并把软件源换成归档源"
        help "choose another image for the `ImageId` parameter, and state it in the catalogue: `host.image`"
           / "请为参数 `ImageId` 选择其他镜像，并写入资源目录 `host.image`"
        message "{system} has had no security updates since {since}" / "{system} 自 {since} 起不再提供安全更新"

    REDIRECT_LOOP_BEHIND_LOAD_BALANCER: Info "plan/redirect-loop-behind-load-balancer" {}
        source "guide §1.3 (default nginx of production), §3.3.2 and §4.5 (TLS ends at the load balancer)"
        example "# standard"
        what "behind this load balancer the documented nginx default redirects forever"
           / "在该负载均衡之后，文档中的 nginx 默认配置会无限重定向"
        why "the load balancer ends TLS and speaks HTTP to the hosts, whose port 80 answers with a redirect to HTTPS, \
              which comes back as HTTP: browsers give up with too many redirects"
          / "负载均衡终止 TLS 并以 HTTP 访问主机，而主机的 80 端口又重定向到 HTTPS，如此往复：浏览器会报重定向次数过多"
        fix "configure nginx for TLS that ends at the load balancer" / "请按 TLS 终止于负载均衡的方式配置 nginx"
        help "generate the configuration for the tier: `cloudapp nginx generate --environment production --tier standard`"
           / "请按套餐生成配置：`cloudapp nginx generate --environment production --tier standard`"
        message "TLS ends at the load balancer: an nginx that redirects port 80 to HTTPS redirects forever"
              / "TLS 终止于负载均衡：把 80 端口重定向到 HTTPS 的 nginx 会无限重定向"

    SINGLE_INSTANCE: Info "plan/single-instance" { environment }
        source "guide §1.2: the starter tier has one host"
        example "# production starter"
        what "the environment has one host" / "该环境只有一台主机"
        why "each release stops the app for its duration, and the loss of the host is an outage that also takes the \
              database"
          / "每次发布期间应用都会停止服务；主机故障即服务中断，数据库也随之不可用"
        fix "choose the standard tier for an app that must stay up, and back the database up elsewhere"
          / "需要持续可用的应用请选择标准版，并在别处备份数据库"
        help "choose the standard tier: --tier standard; or schedule releases and backups accordingly"
           / "请选择标准版：--tier standard；或据此安排发布与备份"
        message "the {environment} environment has one host: each release and each failure of it is an outage"
              / "{environment}只有一台主机：每次发布和故障都会中断服务"

    TIER_NOT_ALLOWED: Error "plan/tier-not-allowed" { environment, tier, allowed }
        source "guide §1.2, table of environments"
        example "# test standard"
        what "the environment cannot have this tier" / "该环境不能使用此套餐"
        why "the platform sells the test environment with starter resources only, so building it would be refused"
          / "平台的测试环境只提供入门版（starter）资源，构建环境时会被拒绝"
        fix "choose the starter tier for the test environment; the standard tier is for production"
          / "测试环境请选择入门版；标准版用于生产环境"
        help "choose one of: {allowed}; or plan the production environment: --environment production"
           / "请选择：{allowed}；或改为生产环境：--environment production"
        message "the {environment} environment cannot have the {tier} tier; it can have: {allowed}"
              / "{environment}不能使用{tier}，可用：{allowed}"

    TIER_NOT_OFFERED: Error "plan/tier-not-offered" { tier, offered }
        source "guide §1.2: at present only the starter tier is offered"
        example "# standard"
        what "the tier is documented but not on sale" / "该套餐虽有文档说明，但目前不出售"
        why "the platform cannot build an environment from resources that it does not sell"
          / "平台无法用不出售的资源构建环境"
        fix "choose a tier on sale; a platform that sells more says so in its policy's `offered`"
          / "请选择在售套餐；若平台出售更多套餐，请在策略的 `offered` 中声明"
        help "choose one of: {offered}; or add \"{tier:code}\" to `offered` in the policy when your platform sells it"
           / "请选择：{offered}；若您的平台出售该套餐，请在策略的 `offered` 中加入 \"{tier:code}\""
        message "the {tier} tier is not on sale; on sale: {offered}" / "{tier}目前不出售，在售：{offered}"
}
