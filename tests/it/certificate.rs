mod agreement;
mod openssl;
mod rules;
