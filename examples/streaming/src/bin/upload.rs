//! An HTTP server that inspects packages while they arrive: `upload [ADDRESS]`.
#![allow(clippy::print_stdout, reason = "a program says where it listens")]

use std::io;

use streaming::upload::{Settings, router};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("PUT packages to http://{}/packages/NAME", listener.local_addr()?);
    axum::serve(listener, router(Settings::default())).await
}
