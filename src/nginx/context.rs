//! The kinds of blocks.

/// The kind of block that a directive is in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Context {
    Main,
    Events,
    Http,
    Server,
    Location,
    ServerIf,
    LocationIf,
    LimitExcept,
    Upstream,
    Stream,
    StreamServer,
    StreamUpstream,
    Mail,
    MailServer,
}

impl Context {
    const fn bit(self) -> u16 {
        match self {
            Self::Main => 1,
            Self::Events => 1 << 1,
            Self::Http => 1 << 2,
            Self::Server => 1 << 3,
            Self::Location => 1 << 4,
            Self::ServerIf => 1 << 5,
            Self::LocationIf => 1 << 6,
            Self::LimitExcept => 1 << 7,
            Self::Upstream => 1 << 8,
            Self::Stream => 1 << 9,
            Self::StreamServer => 1 << 10,
            Self::StreamUpstream => 1 << 11,
            Self::Mail => 1 << 12,
            Self::MailServer => 1 << 13,
        }
    }

    /// Whether it belongs to the `stream` block.
    pub(super) const fn is_stream(self) -> bool {
        matches!(self, Self::Stream | Self::StreamServer | Self::StreamUpstream)
    }

    /// Whether it belongs to the `mail` block.
    pub(super) const fn is_mail(self) -> bool {
        matches!(self, Self::Mail | Self::MailServer)
    }
}

/// A set of kinds of blocks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Contexts(u16);

impl Contexts {
    /// Every kind.
    pub(super) const ANY: Self = Self(u16::MAX);

    pub(super) const fn of(contexts: &[Context]) -> Self {
        let mut bits = 0;
        let mut rest = contexts;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    pub(super) const fn contain(self, context: Context) -> bool {
        self.0 & context.bit() != 0
    }
}
