//! Servers in this process.

use std::net::SocketAddr;
use std::thread;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Serves on a free port until the process ends.
pub fn serve(router: Router) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            axum::serve(TcpListener::from_std(listener).unwrap(), router).await.unwrap();
        });
    });
    address
}
