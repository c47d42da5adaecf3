//! What makes nginx refuse a file.

use crate::rule_table;

rule_table! {
    /// What makes nginx refuse a file, by id.
    pub RULES

    ARGUMENT_COUNT: Error "nginx/argument-count" { directive, words, usage }
        source "nginx -t"
        example "listen;"
        what "a directive has too few or too many arguments" / "指令的参数太少或太多"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "give it as many arguments as it takes; a `;` missing on the line before gives it too many"
          / "按规定的个数写参数；上一行漏写 `;` 也会造成参数过多"
        help "write {usage}; a directive ends with `;`" / "应写成 {usage}；指令以 `;` 结尾"
        message "{words}" / "{words}"

    CONFLICTING_DIRECTIVES: Error "nginx/conflicting-directives" { directive, words }
        source "nginx -t"
        example "server { proxy_buffer_size 16k; proxy_busy_buffers_size 8k; }"
        what "directives or their values exclude each other" / "指令或其取值互相冲突"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "keep one of them, or change the value that does not fit" / "保留其中一个，或修改不合适的取值"
        help "change `{directive}` or the directive it conflicts with" / "修改 `{directive}` 或与之冲突的指令"
        message "{words}" / "{words}"

    CONFLICTING_SERVER_NAME: Warning "nginx/conflicting-server-name" { directive, words }
        source "nginx -t"
        example "http { server { server_name a; } server { server_name a; } }"
        what "two servers of one address have the same name" / "同一地址上的两个 server 名称相同"
        why "nginx takes the first server that has the name: requests for it never reach the second one"
          / "nginx 只使用先出现的 server，发往该名称的请求永远到不了后一个"
        fix "rename or delete one of them, or merge the two servers" / "改名或删除其中一个，或合并两个 server"
        help "delete the name here or in the server before, or merge the two servers"
           / "删除这里或前一个 server 中的名称，或合并两个 server"
        message "{words}" / "{words}"

    DOUBTFUL_VALUE: Warning "nginx/doubtful-value" { directive, words }
        source "nginx -t"
        example "index /a.html b.html;"
        what "a value that nginx takes but holds for a mistake" / "nginx 接受但认为可能有误的取值"
        why "nginx starts with a warning, and part of the setting does nothing" / "nginx 会带警告启动，而该设置的一部分不起作用"
        fix "correct what the message names" / "修改消息中指出的内容"
        message "{words}" / "{words}"

    DUPLICATE_DIRECTIVE: Error "nginx/duplicate-directive" { directive, words }
        source "nginx -t"
        example "server { server_tokens off; server_tokens on; }"
        what "a directive that is allowed once in a block is there twice" / "块中只能出现一次的指令出现了两次"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "delete one of them" / "删除其中一个"
        help "delete this `{directive}` or the one before it in the same block"
           / "删除这个 `{directive}`，或同一块中前面的那个"
        message "{words}" / "{words}"

    DUPLICATE_LISTEN: Error "nginx/duplicate-listen" { directive, words }
        source "nginx -t"
        example "server { listen 80; listen 80; }"
        what "one address is listened on twice in a server, or two servers are the default of one address"
           / "同一个 server 重复监听同一地址，或同一地址有两个默认 server"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "keep one `listen` for an address in each server, and one `default_server` for an address"
          / "每个 server 对一个地址只写一个 `listen`，每个地址只有一个 `default_server`"
        help "delete this `{directive}` or its `default_server`" / "删除这个 `{directive}` 或其中的 `default_server`"
        message "{words}" / "{words}"

    DUPLICATE_LOCATION: Error "nginx/duplicate-location" { directive, words }
        source "nginx -t"
        example "location / {} location / {}"
        what "two locations of one server match the same" / "同一个 server 中有两个相同的 location"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "merge the two blocks" / "合并两个块"
        help "merge this `{directive}` with the one before it" / "把这个 `{directive}` 与前面的合并"
        message "{words}" / "{words}"

    DUPLICATE_NAME: Error "nginx/duplicate-name" { directive, words }
        source "nginx -t"
        example "upstream a { server b; } upstream a { server c; }"
        what "a name is defined twice" / "同一个名称定义了两次"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "rename or delete one of the definitions" / "改名或删除其中一个"
        help "give this `{directive}` another name, or delete it" / "给这个 `{directive}` 换一个名称，或删除它"
        message "{words}" / "{words}"

    DUPLICATE_VALUE: Warning "nginx/duplicate-value" { directive, words }
        source "nginx -t"
        example "gzip_types text/html;"
        what "a value that is in the list already, `text/html` of MIME types among them" / "列表中已有的取值，例如 MIME 类型 `text/html`"
        why "nginx ignores it with a warning; of two different values for one key the last one counts"
          / "nginx 会忽略它并给出警告；同一个键有两个不同的值时，以最后一个为准"
        fix "delete one of them" / "删除其中一个"
        message "{words}" / "{words}"

    EMPTY_UPSTREAM: Error "nginx/empty-upstream" { directive, words }
        source "nginx -t"
        example "upstream app {}"
        what "an upstream has no server" / "upstream 中没有 server"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "add a `server`" / "添加一个 `server`"
        help "add a line like `server 127.0.0.1:8080;` to the upstream"
           / "在 upstream 中添加 `server 127.0.0.1:8080;` 这样的一行"
        message "{words}" / "{words}"

    INVALID_ADDRESS: Error "nginx/invalid-address" { directive, words }
        source "nginx -t"
        example "listen 127.0.0.1:99999;"
        what "an address, host or port cannot be used" / "地址、主机名或端口不可用"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "write an address like `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/app.sock`"
          / "地址写成 `127.0.0.1:8080`、`[::1]:8080` 或 `unix:/run/app.sock`"
        help "write the address of `{directive}` like `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/app.sock`"
           / "`{directive}` 的地址写成 `127.0.0.1:8080`、`[::1]:8080` 或 `unix:/run/app.sock`"
        message "{words}" / "{words}"

    INVALID_CONDITION: Error "nginx/invalid-condition" { directive, words }
        source "nginx -t"
        example "if ($host == \"a\") {}"
        what "the condition of `if` is not one that nginx knows" / "`if` 的条件不是 nginx 支持的形式"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "write `($variable)`, `($variable = text)`, `!=`, `~`, `~*`, `!~`, `!~*`, or `-f`, `-d`, `-e`, `-x` and their negations"
          / "写成 `($变量)`、`($变量 = 文本)`，或使用 `!=`、`~`、`~*`、`!~`、`!~*`、`-f`、`-d`、`-e`、`-x` 及其否定"
        help "write `{directive} ($variable = text)`, or another of the operators `!=`, `~`, `~*`, `!~`, `!~*`, `-f`, `-d`, `-e`, `-x`"
           / "写成 `{directive} ($变量 = 文本)`，或使用 `!=`、`~`、`~*`、`!~`、`!~*`、`-f`、`-d`、`-e`、`-x`"
        message "{words}" / "{words}"

    INVALID_ENTRY: Error "nginx/invalid-entry" { directive, words }
        source "nginx -t"
        example "map $a $b { x; }"
        what "a line of a table block cannot be read" / "表格块中的一行无法读取"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "write the lines of the block as its directive asks for" / "按该指令的要求书写块中的各行"
        help "correct this line of the `{directive}` block" / "修改 `{directive}` 块中的这一行"
        message "{words}" / "{words}"

    INVALID_LOCATION: Error "nginx/invalid-location" { directive, words }
        source "nginx -t"
        example "location /a { location /b {} }"
        what "a location has a wrong modifier or a wrong place" / "location 的修饰符或位置有误"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "modifiers are `=`, `~`, `~*`, `^~`; an inner location lies under the outer one; a named one belongs in the server"
          / "修饰符为 `=`、`~`、`~*`、`^~`；内层 location 须在外层路径之下；命名 location 只能放在 server 中"
        help "write `{directive} [= | ~ | ~* | ^~] path` under the prefix of the block around it"
           / "写成 `{directive} [= | ~ | ~* | ^~] 路径`，且位于外层块的前缀之下"
        message "{words}" / "{words}"

    INVALID_PARAMETER: Error "nginx/invalid-parameter" { directive, words }
        source "nginx -t"
        example "listen 80 fast;"
        what "a parameter of a directive is unknown or malformed" / "指令的参数未知或格式有误"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "correct or delete the parameter; a `;` missing on the line before makes the next line a parameter"
          / "修改或删除该参数；上一行漏写 `;` 会使下一行被当作参数"
        help "correct the parameter of `{directive}`, or delete it; a directive ends with `;`"
           / "修改 `{directive}` 的该参数，或删除它；指令以 `;` 结尾"
        message "{words}" / "{words}"

    INVALID_REGEX: Error "nginx/invalid-regex" { directive, words }
        source "nginx -t"
        example "location ~ ( {}"
        what "a regular expression does not compile" / "正则表达式无法编译"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "correct the expression; quote it when it holds `{`, `}` or `;`"
          / "修改表达式；含有 `{`、`}` 或 `;` 时加引号"
        help "correct the expression of `{directive}`; quote it when it holds `{{`, `}}` or `;`"
           / "修改 `{directive}` 的表达式；含有 `{{`、`}}` 或 `;` 时加引号"
        message "{words}" / "{words}"

    INVALID_VALUE: Error "nginx/invalid-value" { directive, words, usage }
        source "nginx -t"
        example "server_tokens maybe;"
        what "a value is not one that the directive takes" / "指令的取值有误"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "write a value of the kind that the directive takes" / "写成该指令接受的取值"
        help "write {usage}" / "应写成 {usage}"
        message "{words}" / "{words}"

    LOOK_ALIKE: Error "nginx/look-alike-character" { characters }
        source "nginx -t; ngx_conf_read_token"
        example "server { listen 80\u{ff1b} }"
        what "a character only looks like one that nginx reads" / "字符只是看起来像 nginx 能识别的字符"
        why "nginx knows ASCII blanks, quotes, braces and semicolons only: any other character is part of a word, and the file is refused"
          / "nginx 只识别 ASCII 的空格、引号、花括号和分号，其他字符都被当作单词的一部分，因而拒绝这个文件"
        fix "type it anew with the input method switched to English; save the file as UTF-8 without BOM"
          / "切换到英文输入法重新输入；文件保存为不带 BOM 的 UTF-8"
        message "{characters}" / "{characters}"

    LOW_ADDRESS_BITS: Warning "nginx/low-address-bits" { directive, words }
        source "nginx -t; ngx_ptocidr"
        example "allow 10.1.2.3/8;"
        what "an address whose mask cuts off a part of it" / "掩码截去了地址的一部分"
        why "the rule holds for the whole network, and not for the one address that is written"
          / "规则对整个网段生效，而不只是写出的那个地址"
        fix "write the network, as in `10.0.0.0/8`, or the address without a mask" / "写成网段，例如 `10.0.0.0/8`，或去掉掩码只写地址"
        message "{words}" / "{words}"

    MISPLACED_DIRECTIVE: Error "nginx/misplaced-directive" { directive, words, places }
        source "nginx -t"
        example "http { listen 80; }"
        what "a directive is in a block that it does not belong to" / "指令放在了不允许的块中"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "move it into a block that takes it" / "移到允许它的块中"
        help "move `{directive}` into {places}" / "把 `{directive}` 移到 {places}"
        message "{words}" / "{words}"

    MISSING_BLOCK: Error "nginx/missing-block" { directive, words }
        source "nginx -t"
        example "server;"
        what "a directive that opens a block ends with `;`" / "需要块的指令以 `;` 结尾"
        why "nginx reads the `;` as the end of the directive, although its settings stand in a block"
          / "nginx 遇到 `;` 就认为指令已结束，而它的设置应写在块中"
        fix "write the block" / "写出块"
        help "write `{directive} … {{ … }}`" / "写成 `{directive} … {{ … }}`"
        message "{words}" / "{words}"

    MISSING_CERTIFICATE: Error "nginx/missing-certificate" { directive, words }
        source "nginx -t"
        example "server { listen 443 ssl; }"
        what "TLS is on without a certificate or without its key" / "开启了 TLS，却没有证书或私钥"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "name both files, or take `ssl` off" / "写明两个文件，或去掉 `ssl`"
        help "add `ssl_certificate /home/admin/sslcert/cert.pem;` and `ssl_certificate_key /home/admin/sslcert/cert.key;`, or take `ssl` off the `listen`"
           / "添加 `ssl_certificate /home/admin/sslcert/cert.pem;` 和 `ssl_certificate_key /home/admin/sslcert/cert.key;`，或从 `listen` 去掉 `ssl`"
        message "{words}" / "{words}"

    MISSING_EVENTS: Error "nginx/missing-events" { words }
        source "nginx -t"
        example "http {}"
        what "the file has no `events` block" / "文件缺少 `events` 块"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "add an `events` block at the top" / "在文件开头添加 `events` 块"
        help "add `events {{ }}` at the top of the file" / "在文件开头添加 `events {{ }}`"
        message "{words}" / "{words}"

    OUT_OF_BOUNDS: Error "nginx/out-of-bounds" { words }
        source "nginx -t"
        example "(256 nested blocks)"
        what "the file is larger or deeper than is read" / "文件过大或嵌套过深"
        why "the file is refused unread, as no configuration that people write comes near the bound"
          / "远超人工编写的规模，拒绝读取"
        fix "make it smaller" / "缩小文件"
        help "make the file smaller or flatter" / "缩小文件或减少嵌套"
        message "{words}" / "{words}"

    REDEFINED_SETTING: Warning "nginx/redefined-setting" { directive, words }
        source "nginx -t"
        example "upstream a { ip_hash; least_conn; server 127.0.0.1:8080; }"
        what "a method or a protocol is set once more in another way" / "负载均衡方法或协议被重新设置"
        why "the last method counts and the first does nothing; the protocols of one address hold for all its servers"
          / "以最后一个方法为准，前面的不起作用；同一地址的协议对其所有 server 生效"
        fix "keep one method in an upstream, and write the same protocols in each `listen` of an address"
          / "每个 upstream 只保留一个方法，同一地址的各个 `listen` 写相同的协议"
        help "keep one: delete this `{directive}` or make it like the one before" / "只保留一个：删除这个 `{directive}`，或改得与前一个一致"
        message "{words}" / "{words}"

    SUPERSEDED_DIRECTIVE: Warning "nginx/superseded-directive" { directive, words }
        source "nginx -t"
        example "server { ssl off; }"
        what "a directive that newer versions of nginx take in another form" / "新版 nginx 改用其他写法的指令"
        why "nginx takes it with a warning today, and refuses or ignores it in a later version"
          / "目前 nginx 只给出警告，以后的版本会拒绝或忽略它"
        fix "write the newer form that the message names" / "改成消息中给出的新写法"
        message "{words}" / "{words}"

    TOO_LONG_WORD: Error "nginx/too-long-word" { words }
        source "nginx -t"
        example "(a word of 4096 bytes)"
        what "a word or a comment is 4096 bytes long or longer" / "单词或注释达到 4096 字节"
        why "nginx reads a word through a buffer of 4096 bytes; an open quote swallows the lines after it until the buffer is full"
          / "nginx 读取单词的缓冲区为 4096 字节；未闭合的引号会一直吞掉后面的行，直到缓冲区写满"
        fix "close the quote, or split the text" / "补上引号，或拆分文本"
        help "close the quote that opens here, or shorten the text below 4096 bytes"
           / "补上这里开始的引号，或把文本缩短到 4096 字节以下"
        message "{words}" / "{words}"

    UNEXPECTED_BLOCK: Error "nginx/unexpected-block" { directive, words }
        source "nginx -t"
        example "listen 80 {"
        what "a directive that takes no block is followed by `{`" / "不带块的指令后面出现了 `{`"
        why "nginx reads on to the next `;` or `{`, so that a forgotten `;` makes the block part of the directive before it"
          / "nginx 会一直读到下一个 `;` 或 `{`，漏写 `;` 会使后面的块成为前一条指令的一部分"
        fix "end it with `;`; a `;` missing on the line before a block gives this too"
          / "以 `;` 结尾；块的前一行漏写 `;` 也会如此"
        help "end `{directive}` with `;` before this block: `{directive} …;`"
           / "在这个块之前用 `;` 结束 `{directive}`：`{directive} …;`"
        message "{words}" / "{words}"

    UNEXPECTED_END: Error "nginx/unexpected-end" { words, what, line }
        source "nginx -t"
        example "http {"
        what "the file ends inside a block or a statement" / "文件在块或语句中间结束"
        why "nginx reads to the end of the file for the `}`, `;` or quote that closes what was opened"
          / "nginx 一直读到文件末尾，也没有找到与之对应的 `}`、`;` 或引号"
        fix "close what is open" / "补上缺少的结尾"
        help "close the {what} that opens in line {line}" / "补上第 {line} 行开始的{what}的结尾"
        message "{words}" / "{words}"

    UNEXPECTED_TOKEN: Error "nginx/unexpected-token" { words }
        source "nginx -t"
        example "http { } }"
        what "a character is where it is not allowed" / "字符出现在不允许的位置"
        why "nginx cannot tell where the statement ends: a `;`, a quote or a brace before it is missing or one too many"
          / "nginx 无法判断语句在哪里结束：前面的 `;`、引号或花括号缺少或多余"
        fix "delete the character, or complete what comes before it" / "删除该字符，或补全它前面的内容"
        help "delete it, or complete the words before it: a statement ends with `;`, and after a closing quote only a space, `;`, `{{` or `)` may follow"
           / "删除它，或补全它前面的内容：语句以 `;` 结尾，右引号后只能是空格、`;`、`{{` 或 `)`"
        message "{words}" / "{words}"

    UNKNOWN_DIRECTIVE: Error "nginx/unknown-directive" { directive, words, hint }
        source "nginx -t"
        example "sevrer {}"
        what "no module of the target nginx has this directive" / "目标 nginx 的任何模块都没有这个指令"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "correct the name; a directive of another version or of a third-party module must go"
          / "改正名称；其他版本或第三方模块的指令须删除"
        help "{hint}" / "{hint}"
        message "{words}" / "{words}"

    UNKNOWN_LOG_FORMAT: Error "nginx/unknown-log-format" { directive, words }
        source "nginx -t"
        example "access_log a.log main;"
        what "an access log uses a format that is not defined before it" / "访问日志使用了此前未定义的格式"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "define it with `log_format` in the `http` block, above" / "在 `http` 块中先用 `log_format` 定义"
        help "define the format with `log_format` above this `{directive}`, or use `combined`"
           / "在这个 `{directive}` 之前用 `log_format` 定义格式，或使用 `combined`"
        message "{words}" / "{words}"

    UNKNOWN_VARIABLE: Error "nginx/unknown-variable" { directive, words }
        source "nginx -t"
        example "return 200 $nobody;"
        what "a variable is used that nothing defines" / "使用了未定义的变量"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "correct its name, or define it with `set`, `map` or `geo`" / "改正变量名，或用 `set`、`map`、`geo` 定义"
        help "correct the name, or define the variable with `set` or `map`" / "改正变量名，或用 `set`、`map` 定义"
        message "{words}" / "{words}"

    UNKNOWN_ZONE: Error "nginx/unknown-zone" { directive, words }
        source "nginx -t"
        example "limit_req zone=api;"
        what "a shared memory zone or cache is used that nothing defines" / "使用了未定义的共享内存区或缓存"
        why "nginx refuses to start or to reload with this file, so the release fails"
          / "nginx 会拒绝用这个文件启动或重新加载，发布失败"
        fix "define the zone in the `http` block" / "在 `http` 块中定义该区"
        help "define the zone in the `http` block, or correct the name in `{directive}`"
           / "在 `http` 块中定义该区，或改正 `{directive}` 中的名称"
        message "{words}" / "{words}"

    UNREAD_INCLUDE: Info "nginx/unread-include" { directive, words }
        source "nginx -t"
        example "include conf.d/*.conf;"
        what "an included file was not read" / "没有读取被包含的文件"
        why "the content of the file was not checked; nginx reads it where it runs"
          / "其中的内容没有检查；nginx 运行时会读取它"
        fix "include nothing, or give the file along" / "不使用 include，或一并提供该文件"
        help "write the content into this file, or give the file along" / "把内容写进本文件，或一并提供该文件"
        message "{words}" / "{words}"
}
