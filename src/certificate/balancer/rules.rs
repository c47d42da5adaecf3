//! What keeps the load balancer from taking a certificate and its key.

use crate::rule_table;

rule_table! {
    /// Rules of what the load balancer takes, by id.
    pub(in crate::certificate) BALANCER_RULES

    BALANCER_ALGORITHM: Error "certificate/balancer-algorithm" { subject, algorithm, source, as_of }
        source "CLB, certificate requirements and format conversion, 2025-02-14"
        example "(a certificate of an EC key in the standard tier)"
        what "the load balancer takes RSA only" / "负载均衡只支持 RSA"
        why "the load balancer of the standard tier refuses ECDSA and other keys" / "标准版的负载均衡不接受 ECDSA 等密钥"
        fix "have a certificate issued for an RSA key of 2048 bits" / "请为 2048 位的 RSA 密钥申请证书"
        help "openssl genrsa -out new.key 2048, and have a certificate issued for it" / "openssl genrsa -out new.key 2048，并为其申请证书"
        message "the certificate of {subject} has a key of {algorithm}; the load balancer takes RSA only ({source}, {as_of})"
              / "证书 {subject} 的密钥为 {algorithm}；负载均衡只支持 RSA（\"{source}\"，{as_of}）"

    BALANCER_BLANK_LINE: Error "certificate/balancer-blank-line" { file, source, as_of }
        source "CLB, certificate requirements and format conversion, 2025-02-14"
        example "(a chain with an empty line between two certificates, in the standard tier)"
        what "an empty line stands between the certificates" / "证书之间有空行"
        why "the load balancer of the standard tier asks for a chain without empty lines" / "标准版的负载均衡要求证书链中没有空行"
        fix "remove the empty lines" / "请删除空行"
        help "sed -i '/^[[:space:]]*$/d' {file:sh} removes the empty lines" / "sed -i '/^[[:space:]]*$/d' {file:sh} 可删除空行"
        message "{file} has an empty line between blocks; the load balancer takes none ({source}, {as_of})"
              / "{file} 的块之间有空行；负载均衡不接受空行（\"{source}\"，{as_of}）"

    BALANCER_KEY_FORMAT: Error "certificate/balancer-key-format" { file, block, source, as_of }
        source "CLB, certificate requirements and format conversion, 2025-02-14"
        example "(a key that begins with BEGIN PRIVATE KEY, in the standard tier)"
        what "the load balancer takes private keys in PKCS#1 only" / "负载均衡只支持 PKCS#1 格式的私钥"
        why "the load balancer of the standard tier asks for a key that begins with -----BEGIN RSA PRIVATE KEY-----"
          / "标准版的负载均衡要求私钥以 -----BEGIN RSA PRIVATE KEY----- 开头"
        fix "convert the key to PKCS#1" / "请将私钥转换为 PKCS#1 格式"
        help "openssl rsa -in {file:sh} -traditional -out site-rsa.key" / "openssl rsa -in {file:sh} -traditional -out site-rsa.key"
        message "the private key in {file} is {block}; the load balancer takes PKCS#1, RSA PRIVATE KEY ({source}, {as_of})"
              / "{file} 中的私钥为 {block}；负载均衡只接受 PKCS#1（RSA PRIVATE KEY）（\"{source}\"，{as_of}）"

    BALANCER_KEY_SIZE: Error "certificate/balancer-key-size" { subject, bits, sizes, source, as_of }
        source "CLB, certificate requirements and format conversion, 2025-02-14"
        example "(a certificate of an RSA key of 3072 bits, in the standard tier)"
        what "the load balancer does not take RSA keys of this size" / "负载均衡不支持该长度的 RSA 密钥"
        why "the load balancer of the standard tier refuses the upload" / "标准版的负载均衡会拒绝上传"
        fix "have a certificate issued for an RSA key of 2048 bits" / "请为 2048 位的 RSA 密钥申请证书"
        help "openssl genrsa -out new.key 2048, and have a certificate issued for it" / "openssl genrsa -out new.key 2048，并为其申请证书"
        message "the certificate of {subject} has an RSA key of {bits} bits; the load balancer takes {sizes} ({source}, {as_of})"
              / "证书 {subject} 的 RSA 密钥为 {bits} 位；负载均衡支持 {sizes} 位（\"{source}\"，{as_of}）"

    BALANCER_LINE_LENGTH: Error "certificate/balancer-line-length" { file, block, length, source, as_of }
        source "CLB, certificate requirements and format conversion, 2025-02-14"
        example "(a certificate in lines of 76 characters, in the standard tier)"
        what "the lines of a block do not have the length that the load balancer asks for" / "块的行长不符合负载均衡的要求"
        why "the load balancer of the standard tier asks for lines of 64 characters, the last one shorter" / "标准版的负载均衡要求每行 64 个字符，最后一行可以更短"
        fix "write the block anew with openssl" / "请用 openssl 重新输出该块"
        help "openssl x509 -in {file:sh} -out site-64.pem writes a certificate anew, openssl rsa -in {file:sh} -traditional -out site-64.key a key"
           / "openssl x509 -in {file:sh} -out site-64.pem 可重新输出证书，openssl rsa -in {file:sh} -traditional -out site-64.key 可重新输出私钥"
        message "{block} in {file} has lines of another length than {length} characters ({source}, {as_of})"
              / "{file} 中 {block} 的行长不是 {length} 个字符（\"{source}\"，{as_of}）"
}
