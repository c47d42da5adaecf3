mod agreement;
mod chain;
pub mod openssl;
mod pem;
mod rules;
