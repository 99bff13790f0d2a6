//! Plain HTTP over the leased line; encryption is the business of the box in the cellar.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{Answer, ClaimDocument, Eligibility, Insurer, InsurerError, Verdict, wire};

const LARGEST_ANSWER: u64 = 64 << 10;

#[derive(Debug)]
pub struct HttpInsurer {
    address: String,
    patience: Duration,
}

impl HttpInsurer {
    pub fn new(address: String, patience: Duration) -> HttpInsurer {
        HttpInsurer { address, patience }
    }

    async fn ask(&self, method: &str, path: &str, body: &str) -> Result<String, InsurerError> {
        timeout(self.patience, self.exchange(method, path, body))
            .await
            .map_err(|_| InsurerError::Timeout)?
    }

    async fn exchange(&self, method: &str, path: &str, body: &str) -> Result<String, InsurerError> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len(),
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(LARGEST_ANSWER).read_to_end(&mut answer).await?;
        body_of(&String::from_utf8_lossy(&answer))
    }
}

fn body_of(answer: &str) -> Result<String, InsurerError> {
    let nonsense = || InsurerError::Nonsense(answer.chars().take(60).collect());
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(nonsense)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or_else(nonsense)?;
    match status {
        200..300 => Ok(body.to_owned()),
        status => Err(InsurerError::Status(status)),
    }
}

impl Insurer for HttpInsurer {
    fn submit<'a>(&'a self, document: &'a ClaimDocument) -> Answer<'a, Verdict> {
        Box::pin(async move {
            wire::verdict(
                &self
                    .ask("POST", "/edi/claims", &wire::encode(document))
                    .await?,
            )
        })
    }

    fn eligibility<'a>(&'a self, insurance_no: &'a str) -> Answer<'a, Eligibility> {
        Box::pin(async move {
            wire::eligibility(
                &self
                    .ask("GET", &format!("/edi/eligibility/{insurance_no}"), "")
                    .await?,
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn answering(text: &'static str) -> HttpInsurer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await.unwrap();
            stream.write_all(text.as_bytes()).await.unwrap();
        });
        HttpInsurer::new(address, Duration::from_secs(2))
    }

    #[tokio::test]
    async fn an_answer_is_read() {
        let insurer = answering("HTTP/1.1 200 OK\r\n\r\nN^상실").await;
        assert_eq!(
            insurer.eligibility("7000").await.unwrap(),
            Eligibility {
                insured: false,
                kind: "상실".into()
            }
        );
    }

    #[tokio::test]
    async fn trouble_has_a_name() {
        let insurer = answering("HTTP/1.1 503 Night\r\n\r\n").await;
        assert!(matches!(
            insurer.eligibility("7000").await,
            Err(InsurerError::Status(503))
        ));
        let nobody = HttpInsurer::new("127.0.0.1:1".into(), Duration::from_secs(2));
        assert!(matches!(
            nobody.eligibility("7000").await,
            Err(InsurerError::Unreachable(_))
        ));
    }
}
