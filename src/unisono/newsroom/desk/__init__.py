"""The translators' desk: source and translation side by side, segment by segment.

`access` says who may sit at it, `reading` what a page shows, `acting` what a form or the script asks for; `views`
translates in and out, `screens` hangs it into the newsroom. All writes are in `languages.desk`.
"""
