//! Certificates in another order than nginx needs.

use crate::diagnostic::rule;

rule! {
    /// Certificates in another order than nginx needs.
    pub struct OutOfOrder {
        /// Places in the file, in the order that nginx needs.
        pub found: String,
    }
    id: "certificate/out-of-order",
    severity: Warning,
    source: "nginx: the server certificate comes before the intermediate certificates",
    example: "the authority's certificate before the server's",
    english: {
        what: "the certificates are not in the order of the chain",
        why: "nginx takes the first as the server's and stops with \"key values mismatch\" when it is not; some clients refuse a shuffled chain",
        fix: "put the server's certificate first and each issuer after it",
        message: "the chain is out of order: by their places in the file nginx needs {found}",
        help: "the accepted certificate has the chain in order; in a file of yours, put the server's certificate first and each issuer after it",
    },
    chinese: {
        what: "证书没有按证书链的顺序排列",
        why: "nginx 以第一张为服务器证书，若不是则报 \"key values mismatch\" 并停止；部分客户端也不接受乱序的链",
        fix: "请将服务器证书放在最前，其后依次为签发者",
        message: "证书链顺序不对：按文件中的位置，nginx 需要 {found}",
        help: "通过检查的证书已按顺序排好；在您的文件中，请将服务器证书放在最前，其后依次为签发者",
    },
}
