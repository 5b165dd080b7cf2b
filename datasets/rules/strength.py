"""Words that say how firmly a target binds, or how sure a figure is."""

STRIVING = ("力争", "争取", "努力实现", "努力达到", "冲刺")
EXPECTED = ("预期", "预计", "左右")
EXPECTED_PARAGRAPH = ("预期目标", "主要目标", "预期性", "目标建议", "目标是", "目标为")
ESTIMATED = "预计"
PRELIMINARY = ("初步核算", "初步统计", "快报")
