import json

from django.core.management.base import BaseCommand, CommandError

from catalog.coverage import coverage


class Command(BaseCommand):
    help = "Report the conflicts and gaps of the rules that say who is responsible; fail on a conflict."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, **options):
        found = coverage()
        report = {
            "services": len(found),
            "rules": sum(one.rules for one in found),
            "conflicts": [
                {"service": one.service.key, "answers": answers, "targets": targets}
                for one in found
                for answers, targets in one.conflicts
            ],
            "gaps": [{"service": one.service.key, "answers": answers} for one in found for answers in one.gaps],
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else self.sentence(report))
        if report["conflicts"] and not options["json"]:
            raise CommandError("Rules of the same priority contradict each other.")

    def sentence(self, report):
        """The report for people: one line a conflict, and one a service with gaps."""
        lines = [
            f"conflict: {one['service']} {one['answers']}: {', '.join(one['targets'])}" for one in report["conflicts"]
        ]
        gaps = {}
        for one in report["gaps"]:
            gaps[one["service"]] = gaps.get(one["service"], 0) + 1
        lines += [f"gap: {service}: {number} combinations that nobody decides" for service, number in gaps.items()]
        lines.append(
            f"{report['services']} services, {report['rules']} rules, {len(report['conflicts'])} conflicts, "
            f"{len(report['gaps'])} gaps in {len(gaps)} services."
        )
        return "\n".join(lines)
