//! Reading lines that a stranger writes, and writing to it: nothing without a limit of length and
//! time.

use crate::connect::Pipe;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::time::timeout;

/// Longest line that is read, in bytes. RFC 5321, 4.5.3.1.5 allows 512 to an SMTP server; an IMAP
/// greeting with its capabilities is often longer.
const LINE_MAX: usize = 8192;

/// What ends a conversation before its time.
#[derive(Debug)]
pub(crate) enum Interrupted {
    /// The other side ended it.
    Closed,
    /// Nothing came, or nothing went, for as long as was to be waited.
    TimedOut(Duration),
    /// It spoke, or left, instead of reading on; what it said is still to be read.
    Spoke,
    /// A line without end.
    TooLong,
    /// What else the system says.
    Io(io::Error),
}

impl Interrupted {
    /// In words, for the log and the rep.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Closed => "the server closed the connection".to_owned(),
            Self::TimedOut(wait) => format!("no answer within {} s", wait.as_secs()),
            Self::Spoke => "the server stopped reading".to_owned(),
            Self::TooLong => "the server sent a line without end".to_owned(),
            Self::Io(error) => error.to_string(),
        }
    }
}

impl From<io::Error> for Interrupted {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // The last is TLS without its good-bye.
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::UnexpectedEof => Self::Closed,
            _ => Self::Io(error),
        }
    }
}

/// A connection on which lines are read and bytes are written.
#[derive(Debug)]
pub(crate) struct Lines(BufReader<Pipe>);

impl Lines {
    pub(crate) fn new(pipe: Pipe) -> Self {
        Self(BufReader::new(pipe))
    }

    /// The next line without its line end, as text; what is no UTF-8 is replaced, because servers
    /// answer in old character sets too. Waits at most `patience` for every piece.
    pub(crate) async fn read(&mut self, patience: Duration) -> Result<String, Interrupted> {
        let mut line = Vec::new();
        loop {
            let piece = self.piece(patience).await?;
            let end = piece.iter().position(|b| *b == b'\n');
            let used = end.map_or(piece.len(), |end| end + 1);
            line.extend(piece.iter().take(used));
            self.take(used);
            if line.len() > LINE_MAX {
                return Err(Interrupted::TooLong);
            }
            if end.is_some() {
                let text = String::from_utf8_lossy(&line);
                return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
            }
        }
    }

    /// What has come and was not taken yet, at least one byte; waits for it at most `patience`.
    /// Dropping the future loses nothing.
    pub(crate) async fn piece(&mut self, patience: Duration) -> Result<&[u8], Interrupted> {
        let piece = timeout(patience, self.0.fill_buf()).await;
        let piece = piece.map_err(|_| Interrupted::TimedOut(patience))??;
        if piece.is_empty() { Err(Interrupted::Closed) } else { Ok(piece) }
    }

    /// Takes the first `count` bytes of the piece.
    pub(crate) fn take(&mut self, count: usize) {
        self.0.consume(count);
    }

    /// Writes all of `bytes`.
    pub(crate) async fn write(
        &mut self,
        bytes: &[u8],
        patience: Duration,
    ) -> Result<(), Interrupted> {
        let (_, written) = self.write_counting(bytes, patience).await;
        written
    }

    /// Writes `bytes` and says how many of them were handed to the layer below, which may have put
    /// them on the wire, whatever went wrong later. Bytes beyond the count have certainly not been
    /// sent. Waits at most `patience` for every piece.
    pub(crate) async fn write_counting(
        &mut self,
        bytes: &[u8],
        patience: Duration,
    ) -> (usize, Result<(), Interrupted>) {
        let mut handed = 0;
        while let Some(rest) = bytes.get(handed..).filter(|rest| !rest.is_empty()) {
            match timeout(patience, self.write_some(rest)).await {
                Ok(Ok(count)) => handed += count,
                Ok(Err(interrupted)) => return (handed, Err(interrupted)),
                Err(_) => return (handed, Err(Interrupted::TimedOut(patience))),
            }
        }
        let flushed = match timeout(patience, self.0.get_mut().flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(Interrupted::TimedOut(patience)),
        };
        (handed, flushed)
    }

    /// Writes a part of `bytes`; listens while nothing can be written, because who stops reading in
    /// the middle may have said why, or left.
    async fn write_some(&mut self, bytes: &[u8]) -> Result<usize, Interrupted> {
        poll_fn(|context| {
            if let Poll::Ready(written) = Pin::new(self.0.get_mut()).poll_write(context, bytes) {
                return Poll::Ready(match written? {
                    0 => Err(Interrupted::Closed),
                    count => Ok(count),
                });
            }
            match Pin::new(&mut self.0).poll_fill_buf(context) {
                Poll::Ready(_) => Poll::Ready(Err(Interrupted::Spoke)),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    /// The connection itself, unless the server has said more than it was asked. Before TLS begins
    /// such a surplus would be an attacker's word in the name of the server (CVE-2011-0411).
    pub(crate) fn into_pipe(self) -> Option<Pipe> {
        self.0.buffer().is_empty().then(|| self.0.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    async fn read_all(said: &[u8]) -> Vec<Result<String, String>> {
        let (near, mut far) = tokio::io::duplex(1 << 16);
        far.write_all(said).await.unwrap();
        drop(far);
        let mut lines = Lines::new(Box::new(near));
        let mut read = Vec::new();
        loop {
            let line = lines.read(PATIENCE).await;
            let ends = line.is_err();
            read.push(line.map_err(|interrupted| interrupted.words()));
            if ends {
                return read;
            }
        }
    }

    #[tokio::test]
    async fn lines_end_in_lf_with_or_without_cr_and_may_be_in_an_old_character_set() {
        let read = read_all(b"220 a\r\n250 b\n250 \xfcber\r\nrest").await;
        let closed = Err("the server closed the connection".to_owned());
        let line = |text: &str| Ok(text.to_owned());
        assert_eq!(read, [line("220 a"), line("250 b"), line("250 \u{fffd}ber"), closed]);
    }

    #[tokio::test]
    async fn a_line_without_end_is_given_up() {
        let read = read_all(&[b'a'; LINE_MAX + 2]).await;
        assert_eq!(read, [Err("the server sent a line without end".to_owned())]);
    }

    #[tokio::test]
    async fn what_was_not_taken_below_is_not_counted() {
        let (near, far) = tokio::io::duplex(10);
        let mut lines = Lines::new(Box::new(near));
        let (handed, written) = lines.write_counting(&[0; 25], Duration::from_millis(1)).await;
        assert!(matches!(written, Err(Interrupted::TimedOut(_))));
        assert_eq!(handed, 10);
        drop(far);
    }

    #[tokio::test]
    async fn who_speaks_instead_of_reading_is_heard() {
        let (near, mut far) = tokio::io::duplex(10);
        far.write_all(b"552 no\r\n").await.unwrap();
        let mut lines = Lines::new(Box::new(near));
        let (handed, written) = lines.write_counting(&[0; 25], PATIENCE).await;
        assert!(matches!(written, Err(Interrupted::Spoke)));
        assert_eq!((handed, lines.read(PATIENCE).await.unwrap().as_str()), (10, "552 no"));
    }

    #[tokio::test]
    async fn a_surplus_before_tls_ends_the_connection() {
        let (near, mut far) = tokio::io::duplex(100);
        far.write_all(b"220 go ahead\r\n250 injected\r\n").await.unwrap();
        let mut lines = Lines::new(Box::new(near));
        assert_eq!(lines.read(PATIENCE).await.unwrap(), "220 go ahead");
        assert!(lines.into_pipe().is_none());
    }
}
