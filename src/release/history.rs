//! What screens list: uploaded versions and release orders.

use serde::{Deserialize, Serialize};

use super::event::{Cause, Change, Event, OrderKind, Reason};
use super::id::VersionNumber;
use super::proof::PackageProof;
use crate::app::parse::words;
use crate::app::{EnvironmentKind, LOG_DIRECTORY, PackageVersion, ReleaseOrderId, Remark, Timestamp};

/// The lists of both environments (§2.4), made from the same events as the [`App`](super::App), which needs none of it
/// to decide. It grows with the log: an embedder keeps it as rows of its own.
///
/// # Examples
///
/// ```
/// use cloudapp::app::EnvironmentKind;
/// use cloudapp::release::{Event, History};
///
/// let log = r#"{"schema":3,"type":"version-uploaded","data":{"environment":"test","version":1,"label":"v20190618194150",
///     "at":"2019-06-18T19:41:50+08:00"}}"#;
/// let mut history = History::default();
/// history.record(&serde_json::from_str::<Event>(log)?);
/// assert_eq!(history.of(EnvironmentKind::Test).versions[0].label.as_str(), "v20190618194150");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct History {
    test: Lists,
    production: Lists,
}

/// The lists of an environment.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Lists {
    /// 发布包版本: uploaded versions, newest first.
    pub versions: Vec<UploadedVersion>,
    /// 发布历史: release orders, newest first.
    pub orders: Vec<OrderRecord>,
}

/// An uploaded version, as a screen lists it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UploadedVersion {
    /// Its number since the environment was built.
    pub number: VersionNumber,
    /// 发布包版本: its label.
    pub label: PackageVersion,
    /// 上传时间: when it was uploaded.
    pub uploaded: Timestamp,
    /// 备注: what its user wrote about it.
    pub remark: Option<Remark>,
    /// What was proven of its package, and whether somebody only vouched for it; logs of schema 2 have no proofs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<PackageProof>,
}

/// A release order, as a screen lists it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OrderRecord {
    /// 发布单号: its id.
    pub id: ReleaseOrderId,
    /// 发布包版本: the version.
    pub version: PackageVersion,
    /// What kind of order the user placed.
    pub kind: OrderKind,
    /// 状态: its state.
    pub status: OrderStatus,
    /// 开始时间: when it began.
    pub started: Timestamp,
    /// 结束时间: when it ended, when that is known.
    pub ended: Option<Timestamp>,
    /// Why it turned back.
    pub cause: Option<Cause>,
    /// Why the step failed that it turned back for.
    pub reason: Option<Reason>,
}

impl OrderRecord {
    /// Where on a host the log of the deployment is (§3.6).
    #[must_use]
    pub fn log(&self) -> String {
        format!("{LOG_DIRECTORY}/xdeploy/")
    }
}

words! {
    /// State of a release order.
    #[non_exhaustive]
    pub enum OrderStatus: "order status" / "发布单状态" {
        /// 执行中
        Active = "active",
        /// 回滚中: it goes back.
        Compensating = "compensating",
        /// 执行成功
        Succeeded = "succeeded",
        /// 执行失败,已恢复: every host is back at what ran before.
        Restored = "restored",
        /// 执行失败: hosts are left that are not, or nothing ran before.
        Failed = "failed",
        /// 已中断: the resources were taken back meanwhile.
        Interrupted = "interrupted",
    }
}

impl OrderStatus {
    /// Label in the platform's console. The guide shows 执行成功 (§2.4); the others are this crate's choice.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "执行中",
            Self::Compensating => "回滚中",
            Self::Succeeded => "执行成功",
            Self::Restored => "执行失败,已恢复",
            Self::Failed => "执行失败",
            Self::Interrupted => "已中断",
        }
    }
}

impl OrderStatus {
    /// Whether the order has not ended.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Compensating)
    }
}

impl History {
    /// The lists of an environment.
    #[must_use]
    pub const fn of(&self, environment: EnvironmentKind) -> &Lists {
        match environment {
            EnvironmentKind::Test => &self.test,
            EnvironmentKind::Production => &self.production,
        }
    }

    /// Adds what `event` says.
    pub fn record(&mut self, event: &Event) {
        if let Event::Changed { environment, change } = event {
            match environment {
                EnvironmentKind::Test => self.test.record(change),
                EnvironmentKind::Production => self.production.record(change),
            }
        }
    }
}

impl Lists {
    /// Adds what `change` says.
    ///
    /// It looks at the newest order when that is open, and at the version that an accepted order asks for: an embedder
    /// with rows needs to read no others.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::release::{Change, Lists, OrderRecord, OrderStatus};
    ///
    /// let mut lists = Lists::default();
    /// // The row of the open order.
    /// lists.orders.push(serde_json::from_str::<OrderRecord>(r#"{
    ///     "id": "CNSH_NJ201906181943170784", "version": "v20190618194150", "kind": "release", "status": "active",
    ///     "started": "2019-06-18T19:43:17+08:00", "ended": null, "cause": null, "reason": null
    /// }"#)?);
    /// lists.record(&Change::OrderSucceeded { at: "2019-06-18T19:45:05+08:00".parse()? });
    /// assert_eq!(lists.orders[0].status, OrderStatus::Succeeded);
    /// assert_eq!(lists.orders[0].log(), "/home/admin/logs/xdeploy/");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn record(&mut self, change: &Change) {
        match change {
            // What was uploaded to an environment goes with its resources; its orders stay.
            Change::BuildRequested { .. } => self.versions.clear(),
            Change::VersionReadmitted { version, proof } => {
                if let Some(known) = self.versions.iter_mut().find(|known| known.number == *version) {
                    known.proof = Some(proof.clone());
                }
            }
            Change::VersionUploaded { version, label, remark, proof, at } => {
                let uploaded = UploadedVersion {
                    number: *version,
                    label: label.clone(),
                    uploaded: *at,
                    remark: remark.clone(),
                    proof: proof.clone(),
                };
                self.versions.insert(0, uploaded);
            }
            Change::OrderAccepted { order, kind, goal, at, .. } => {
                let version = self.versions.iter().find(|version| version.number == goal.version);
                let Some(version) = version.map(|version| version.label.clone()) else { return };
                let record = OrderRecord {
                    id: order.clone(),
                    version,
                    kind: *kind,
                    status: OrderStatus::Active,
                    started: *at,
                    ended: None,
                    cause: None,
                    reason: None,
                };
                self.orders.insert(0, record);
            }
            _ => {
                if let Some(order) = self.orders.first_mut().filter(|order| order.status.is_open()) {
                    order.record(change);
                }
            }
        }
    }
}

impl OrderRecord {
    fn record(&mut self, change: &Change) {
        match change {
            // What people ask for is the failure that turned the order back, not one on the way back.
            Change::StepFailed { reason, .. } if self.cause.is_none() => self.reason = Some(reason.clone()),
            Change::CompensationStarted { cause } => {
                self.status = OrderStatus::Compensating;
                self.cause = Some(*cause);
            }
            Change::OrderSucceeded { at } => self.end(OrderStatus::Succeeded, *at),
            Change::OrderFailed { restored: true, at } => self.end(OrderStatus::Restored, *at),
            Change::OrderFailed { restored: false, at } => self.end(OrderStatus::Failed, *at),
            Change::Reclaimed { at } => {
                // Neither failed nor restored: its hosts are gone.
                self.status = OrderStatus::Interrupted;
                self.ended = *at;
            }
            Change::BuildRequested { .. }
            | Change::Built { .. }
            | Change::BuildFailed { .. }
            | Change::DomainSet { .. }
            | Change::DomainCleared { .. }
            | Change::CertificateSet { .. }
            | Change::CertificateCleared { .. }
            | Change::VersionReadmitted { .. }
            | Change::VersionUploaded { .. }
            | Change::OrderAccepted { .. }
            | Change::AbortRequested { .. }
            | Change::HostGivenUp { .. }
            | Change::StepStarted { .. }
            | Change::StepRetried { .. }
            | Change::StepSucceeded { .. }
            | Change::StepFailed { .. }
            | Change::StopRequested { .. }
            | Change::StopEnded { .. }
            | Change::DeletionRequested { .. }
            | Change::ResourcesDeleted { .. }
            | Change::DeletionFailed { .. }
            | Change::WeightSet { .. }
            | Change::TrafficSet { .. }
            | Change::BalancingEnded { .. }
            | Change::RepairRequested { .. }
            | Change::RepairEnded { .. }
            | Change::DatabaseChangeRequested { .. }
            | Change::DatabaseChangeEnded { .. }
            | Change::HostWentDown { .. }
            | Change::StandingChanged { .. } => {}
        }
    }

    fn end(&mut self, status: OrderStatus, at: Timestamp) {
        self.status = status;
        self.ended = Some(at);
    }
}
