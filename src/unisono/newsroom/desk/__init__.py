"""The translators' desk: source and translation side by side, segment by segment.

`access` says who may sit at it, `pieces` what there is to translate, `reading` what a page shows and `segments` what
it shows of each segment, `labels` what all that is called; `acting` is what a form or the script asks for; `views`
translates in and out, `screens` hangs it into the newsroom. All writes are in `languages.desk`.
"""
