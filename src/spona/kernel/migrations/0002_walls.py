"""What the database itself refuses: rewriting the journal, and looking into another network."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity

PROTECT_JOURNAL = """
CREATE FUNCTION kernel_journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.actor_name = '' AND to_jsonb(NEW) - 'actor_name' = to_jsonb(OLD) - 'actor_name' THEN
        RETURN NEW;  -- erasure of a person: the name lies outside the hashed content
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_setting('spona.scratch', true) = 'on' THEN
        RETURN NULL;  -- a scratch database between two tests
    END IF;
    RAISE EXCEPTION 'the journal is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_rows_stay BEFORE UPDATE OR DELETE ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION kernel_journal_stays();
CREATE TRIGGER journal_table_stays BEFORE TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_journal_stays();
"""

UNPROTECT_JOURNAL = """
DROP TRIGGER journal_rows_stay ON kernel_auditentry;
DROP TRIGGER journal_table_stays ON kernel_auditentry;
DROP FUNCTION kernel_journal_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(PROTECT_JOURNAL, UNPROTECT_JOURNAL),
        RowSecurity(
            [
                "kernel_auditentry",
                "kernel_audithead",
                "kernel_columnmemory",
                "kernel_importbatch",
                "kernel_invitation",
                "kernel_searchdocument",
                "kernel_storedfile",
            ]
        ),
        RowSecurity(["kernel_link", "kernel_outboxmessage", "kernel_role"], readable_before_network=True),
        RowSecurity(["kernel_importchange"], parent=("batch_id", "kernel_importbatch")),
    ]
