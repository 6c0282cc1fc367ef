"""Pairs without a timetable: mentors and organisations, reviewers and submissions, jurors and panels."""
