//! How long the answer to a message is waited for, on a clock that runs when everybody waits.

use super::*;
use crate::header::{HeaderText, MessageId};
use crate::lines::Lines;
use crate::message::{Mailbox, Message, compose};
use desk_core::time::Timestamp;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream};

struct Unmarked;

impl Marks for Unmarked {
    fn before_mail_from(&self) -> Result<(), Stop> {
        Ok(())
    }

    fn data_starts(&self) -> Result<(), Stop> {
        Ok(())
    }
}

fn letter() -> Composed {
    let mailbox = |address: &str| Mailbox {
        name: HeaderText::parse("").unwrap(),
        address: EmailAddress::parse(address).unwrap(),
    };
    let message = Message {
        from: mailbox("sender@example.test"),
        to: vec![mailbox("alice@example.test")],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: HeaderText::parse("Coffee?").unwrap(),
        text: "Shall we?".to_owned(),
        message_id: MessageId::parse("<1@example.test>").unwrap(),
        date: Timestamp::from_millis(1_767_603_600_000),
        in_reply_to: None,
        references: Vec::new(),
        list_unsubscribe: None,
        attachments: Vec::new(),
    };
    compose(&message).unwrap()
}

/// A server that takes a message and answers to it so much later.
async fn serve(stream: DuplexStream, later: Duration) {
    let mut stream = BufReader::new(stream);
    for answer in ["250 ok\r\n", "250 ok\r\n", "354 go on\r\n"] {
        stream.read_line(&mut String::new()).await.unwrap();
        stream.get_mut().write_all(answer.as_bytes()).await.unwrap();
    }
    let mut line = String::new();
    while line != ".\r\n" {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
    }
    tokio::time::sleep(later).await;
    // Who has given up is not there any more.
    let _ = stream.get_mut().write_all(b"250 2.0.0 taken\r\n").await;
    let _ = stream.read_line(&mut line).await;
}

async fn answered_after(later: Duration) -> Outcome {
    let (near, far) = tokio::io::duplex(1 << 16);
    let server = tokio::spawn(serve(far, later));
    let lines = Lines::new(Box::new(near));
    let conversation =
        Conversation(Dialogue { lines, offers: dialogue::Offers::default(), told_limit: true });
    let (outcome, again) = conversation.send(&letter(), &Unmarked, ANSWER_WAIT).await;
    assert_eq!(again.is_some(), matches!(outcome, Outcome::Sent { .. }));
    drop(again);
    server.await.unwrap();
    outcome
}

#[tokio::test(start_paused = true)]
async fn an_answer_within_ten_minutes_counts() {
    let outcome = answered_after(Duration::from_secs(599)).await;
    assert_eq!(outcome, Outcome::Sent { answer: "250 2.0.0 taken".to_owned() });
}

#[tokio::test(start_paused = true)]
async fn after_ten_minutes_without_an_answer_nobody_knows() {
    let outcome = answered_after(Duration::from_secs(601)).await;
    assert_eq!(outcome, Outcome::Unknown { cause: "no answer within 600 s".to_owned() });
}
