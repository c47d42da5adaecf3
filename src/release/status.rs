//! What screens show.

use super::host::Host;
use super::machine::{Direction, Machine};
use crate::app::parse::words;

words! {
    /// State of an environment, as a screen shows it.
    #[non_exhaustive]
    pub enum Status: "status" / "状态" {
        /// 未构建
        NotBuilt = "not-built" / "未构建",
        /// 构建中
        Building = "building" / "构建中",
        /// 构建失败: resources are there in part.
        BuildFailed = "build-failed" / "构建失败",
        /// 未发布: built, nothing released.
        Ready = "ready" / "未发布",
        /// 发布中: an order goes forward.
        Releasing = "releasing" / "发布中",
        /// 回滚中: an order goes back.
        Compensating = "compensating" / "回滚中",
        /// 运行中
        Running = "running" / "运行中",
        /// 异常: running, but not everywhere as it should.
        Degraded = "degraded" / "异常",
        /// 同步权重中: the user's changes are sent to the load balancer.
        SyncingWeights = "syncing-weights" / "同步权重中",
        /// 修复中: hosts and load balancer are looked at again.
        Repairing = "repairing" / "修复中",
        /// 停止中
        Stopping = "stopping" / "停止中",
        /// 已停止
        Stopped = "stopped" / "已停止",
        /// 释放中
        Deleting = "deleting" / "释放中",
        /// 释放失败: resources are there in part.
        DeletionFailed = "deletion-failed" / "释放失败",
    }
}

impl Status {
    /// Whether the environment is doing something.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(
            self,
            Self::Building
                | Self::Releasing
                | Self::Compensating
                | Self::SyncingWeights
                | Self::Repairing
                | Self::Stopping
                | Self::Deleting
        )
    }
}

words! {
    /// State of a host, as a screen shows it (§2.3, §4.4).
    #[non_exhaustive]
    pub enum HostStatus: "host status" / "主机状态" {
        /// 待发布: not what the environment runs, or should run.
        Waiting = "waiting" / "待发布",
        /// 发布完成: what the environment runs, or should run, runs on it.
        Released = "released" / "发布完成",
        /// 异常: it has what it should have and does not work, or gets no requests.
        Faulty = "faulty" / "异常",
    }
}

impl Machine {
    /// State of one of the hosts, as a screen shows it.
    #[must_use]
    pub fn host_status(&self, host: &Host) -> HostStatus {
        let wanted = match self.order() {
            Some(order) if order.direction == Direction::Forward => Some(order.goal),
            _ => self.current,
        };
        if wanted.is_none() || host.installed != wanted {
            HostStatus::Waiting
        } else if host.healthy && host.in_rotation {
            HostStatus::Released
        } else if self.baseline().is_some() && self.operation.is_none() {
            HostStatus::Faulty
        } else {
            HostStatus::Waiting
        }
    }
}
