from matching.models.suggestions import MatchingBreak, MatchSuggestion

__all__ = ["MatchSuggestion", "MatchingBreak"]
