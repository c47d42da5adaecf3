mod agreement;
pub mod openssl;
mod rules;
