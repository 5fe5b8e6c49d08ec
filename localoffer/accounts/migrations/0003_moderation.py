"""The one workflow of every council's records and pages, whose approvers are found from the record."""

from django.db import migrations

WORKFLOW = "A moderator of the council looks at it"


def add_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Task = apps.get_model("accounts", "CouncilApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return
    kind, _ = ContentType.objects.get_or_create(app_label="accounts", model="councilapprovaltask")
    task = Task.objects.create(name=WORKFLOW, content_type=kind)
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.task_ptr_id, sort_order=0)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles_for_councils"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_workflow, migrations.RunPython.noop)]
