"""The newsroom replica: an HTTP server that plays the real sites, with a known truth."""

from replica.plan import DEFAULT_NOW, NewsroomPlan, UnusablePlan
from replica.running import RunningNewsroom, Studio, running

__all__ = ["DEFAULT_NOW", "NewsroomPlan", "RunningNewsroom", "Studio", "UnusablePlan", "running"]
