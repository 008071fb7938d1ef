using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>Reports to render: a made-up backend with something of everything, one with nothing, a large one, and one that means harm.</summary>
internal static class SampleReports
{
    public const string Backend = "/srv/docusense/backend";
    private static readonly DateTimeOffset _now = new(2026, 11, 26, 7, 40, 0, TimeSpan.Zero);

    /// <summary>A backend with something of everything.</summary>
    public static MaintenanceReport Full()
    {
        (List<ReportDistribution> distributions, List<ReportDependency> dependencies) = ReadEnvironment();
        return new MaintenanceReport
        {
            Timestamp = _now,
            ToolVersion = "1.0.0",
            Backend = Backend,
            Status = ReportStatus.Unhealthy,
            Environment = new ReportEnvironment
            {
                Path = Backend + "/.venv", PythonVersion = "3.11.7", PipVersion = "24.0", IsUsable = true, HasAllRequirements = true, HasConflicts = true,
                Bytes = distributions.Sum(one => one.Bytes),
            },
            Requirements = Requirements(distributions),
            Distributions = distributions,
            Dependencies = dependencies,
            Findings = Findings(),
            Suggestions =
            [
                "Remove 4 requirements that nothing uses: gunicorn, httpx, redis, structlog; DocuSenseOptimize writes the shorter file.",
                "opencv-python takes 154.6 MB; where no window is shown, opencv-python-headless does the same.",
            ],
            Imports = Imports(),
            Runs =
            [
                new ReportRun("Update", "6 distributions were updated, 1 was held back.", true, 0,
                [
                    "upgrade fastapi 0.109.2 → 0.110.0 (newest)", "upgrade openai 1.12.0 → 1.13.3 (newest)", "upgrade pydantic 2.6.1 → 2.6.3 (newest)",
                    "upgrade pydantic_core 2.16.2 → 2.16.3 (pydantic requires it)", "upgrade SQLAlchemy 2.0.25 → 2.0.28 (newest)",
                    "upgrade yt-dlp 2024.2.20 → 2024.3.10 (newest)", "keep moviepy 1.0.3 (2.0.0 needs another decorator)",
                ]),
                new ReportRun("Clean", "3 distributions that nothing requires were removed.", true, 41_300_000,
                    ["remove aiofiles 23.2.1 (nothing requires it), 84.0 kB", "remove slowapi 0.1.9 (nothing requires it), 61.0 kB", "remove pandas 2.1.4 (nothing requires it), 41.2 MB"]),
                new ReportRun("Optimize", "The optimised requirements are as written before.", false, 0, []),
            ],
            History = History(),
        };
    }

    /// <summary>A folder in which nothing has been done yet.</summary>
    public static MaintenanceReport Empty() => new()
    {
        Timestamp = _now,
        ToolVersion = "1.0.0",
        Backend = Backend,
        Status = ReportStatus.Healthy,
        Environment = new ReportEnvironment { IsUsable = false, HasAllRequirements = false, HasConflicts = false, Bytes = 0 },
        Requirements = [],
        Distributions = [],
        Dependencies = [],
        Findings = [],
        Suggestions = [],
    };

    /// <summary>A backend of which there is nothing to say but good.</summary>
    public static MaintenanceReport Healthy()
    {
        MaintenanceReport full = Full();
        return full with
        {
            Status = ReportStatus.Healthy,
            Environment = full.Environment with { HasConflicts = false },
            Dependencies = [.. full.Dependencies.Where(dependency => dependency.IsSatisfied)],
            Findings = [],
            Suggestions = [],
            Runs = [],
        };
    }

    /// <summary>A large one, the same each time.</summary>
    public static MaintenanceReport Large(int distributionCount, int dependencyCount, int findingCount)
    {
        uint seed = 12345;
        int Next(int limit) => (int)((seed = (seed * 1664525) + 1013904223) >> 8) % limit;
        var distributions = new List<ReportDistribution>();
        for (int index = 0; index < distributionCount; index++)
        {
            string name = $"distribution-{index:000}";
            long bytes = 20_000L + (Next(1000) * (long)Next(1000) * Next(100));
            bool isDirect = index % 7 == 0;
            distributions.Add(new ReportDistribution
            {
                Name = name, NormalizedName = name, Version = $"{Next(9)}.{Next(20)}.{Next(9)}", Bytes = bytes, ExclusiveBytes = bytes * (1 + Next(3)), IsDirect = isDirect,
                Verdict = isDirect ? (Verdict)Next(4) : null,
            });
        }

        var dependencies = new List<ReportDependency>();
        for (int index = 0; index < dependencyCount; index++)
        {
            int from = Next(distributionCount);
            int to = Next(distributionCount);
            dependencies.Add(new ReportDependency
            {
                From = distributions[from].NormalizedName, To = distributions[to].NormalizedName, Requirement = $"{distributions[to].Name}<{Next(9)}.0,>={Next(9)}.{Next(9)}",
                IsSatisfied = index % 60 != 0,
            });
        }

        var findings = new List<Diagnostic>();
        for (int index = 0; index < findingCount; index++)
        {
            DiagnosticDescriptor descriptor = DiagnosticCatalogue.All[Next(DiagnosticCatalogue.All.Count)];
            findings.Add(Finding(descriptor.Code, descriptor.Severity, $"app/package_{Next(40)}/module_{Next(90)}.py", 1 + Next(900),
                $"'module_{index}' is imported, and what distribution-{Next(distributionCount):000} brings is not what it expects; correct the requirement or the import."));
        }

        return Full() with
        {
            Distributions = distributions,
            Dependencies = dependencies,
            Findings = [.. findings.OrderByDescending(finding => finding.Severity)],
            Requirements = Requirements(distributions),
            Environment = new ReportEnvironment { Path = Backend + "/.venv", IsUsable = true, HasAllRequirements = true, HasConflicts = true, Bytes = distributions.Sum(one => one.Bytes) },
        };
    }

    /// <summary>Everything that can be named is named so as to break out of where it stands.</summary>
    public static MaintenanceReport Hostile(string harm)
    {
        string path = "/srv/" + harm + "/backend";
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(5.5));
        ReportDistribution Installed(string name, Verdict? verdict) => new()
        {
            Name = name, NormalizedName = name, Version = harm, Bytes = 5_000_000, ExclusiveBytes = 1, IsDirect = verdict is not null, Verdict = verdict,
        };
        return new MaintenanceReport
        {
            Timestamp = time,
            ToolVersion = harm,
            Backend = path,
            Status = ReportStatus.Unhealthy,
            Environment = new ReportEnvironment { Path = path + "/" + harm, PythonVersion = harm, PipVersion = harm, IsUsable = true, HasAllRequirements = false, HasConflicts = true, Bytes = 3 },
            Requirements = [new ReportRequirement { Text = harm, Name = harm, File = path + "/" + harm, Line = 1, Group = harm, Verdict = Verdict.Used, Evidence = [new Evidence(harm, path + "/" + harm, 7, harm), new Evidence("import", harm, 0, harm)] }],
            Distributions = [Installed("a" + harm, Verdict.Unused), Installed("b" + harm, Verdict.Used), Installed("c" + harm, null)],
            Dependencies =
            [
                new ReportDependency { From = "a" + harm, To = "b" + harm, Requirement = harm, IsSatisfied = false },
                new ReportDependency { From = "b" + harm, To = "missing" + harm, Requirement = harm, IsSatisfied = false },
                new ReportDependency { From = "b" + harm, To = "c" + harm, Requirement = harm, IsSatisfied = true },
            ],
            Findings = [new Diagnostic { Code = harm, Severity = Severity.Error, Message = harm, File = path + "/" + harm, Package = harm }, Finding("DSM2001", Severity.Warning, harm, 3, harm)],
            Suggestions = [harm],
            Imports = new ReportImports
            {
                Measured = time, TotalSeconds = 1, Modules = [new ReportModule(harm, path + "/" + harm, false, 1, 0.5)], Distributions = [new ReportImportCost(harm, 0.5, 1)],
            },
            Runs = [new ReportRun(harm, harm, true, 5, [harm])],
            History = [new ReportHistoryEntry { Timestamp = time.AddDays(-1), Status = ReportStatus.Healthy, Errors = 0, Warnings = 0, Requirements = 1, Distributions = 1, Bytes = 1 }],
        };
    }

    private static Diagnostic Finding(string code, Severity severity, string file, int line, string message) => new()
    {
        Code = code, Severity = severity, File = Backend + "/" + file, Span = SourceSpan.OnLine(line, 1, 1), Message = message,
    };

    private static List<Diagnostic> Findings() =>
    [
        Finding("DSM2001", Severity.Error, "requirements.txt", 4, "fastapi 0.110.0 needs starlette<0.37.0,>=0.36.3, but starlette 0.35.1 is installed; install a version that fits: python -m pip install 'starlette<0.37.0,>=0.36.3'."),
        Finding("DSM2002", Severity.Error, "requirements.txt", 13, "anthropic 0.21.3 needs tokenizers>=0.13.0, which is not installed; install it: python -m pip install 'tokenizers>=0.13.0'."),
        Finding("DSM3005", Severity.Error, "app/services/ocr.py", 4, "'easyocr' is imported, but no requirement provides it and nothing installed does; add what provides it to the requirements."),
        Finding("DSM3003", Severity.Warning, "app/auth.py", 5, "'bcrypt' is imported, but bcrypt is only there through passlib[bcrypt] ('passlib[bcrypt]>=1.7.0', requirements.txt, line 35); add 'bcrypt' to the requirements."),
        Finding("DSM3008", Severity.Warning, "app/services/exports.py", 9, "Python cannot read this file: '(' was never closed."),
        Finding("DSM3001", Severity.Warning, "requirements.txt", 8, "'gunicorn' is required but nothing uses it; remove the line, or keep it with '# docusense: keep (reason)'."),
        Finding("DSM3001", Severity.Warning, "requirements.txt", 9, "'httpx' is required but nothing uses it; remove the line, or keep it with '# docusense: keep (reason)'."),
        Finding("DSM3001", Severity.Warning, "requirements.txt", 11, "'redis' is required but nothing uses it; remove the line, or keep it with '# docusense: keep (reason)'."),
        Finding("DSM3001", Severity.Warning, "requirements.txt", 14, "'structlog' is required but nothing uses it; remove the line, or keep it with '# docusense: keep (reason)'."),
        Finding("DSM2006", Severity.Warning, "requirements.txt", 43, "openpyxl is already required as 'openpyxl>=3.1.0' (line 23); keep one line."),
        Finding("DSM4005", Severity.Warning, "app/services/audio.py", 1, "Importing app.services.audio takes 2.31 s, more than its budget of 1 s; import librosa where it is used."),
        Finding("DSM3009", Severity.Message, "requirements.txt", 13, "Whether 'anthropic' is used cannot be told: app/providers/__init__.py, line 12, imports modules by a name that is made at run time."),
        Finding("DSM5001", Severity.Message, "requirements.txt", 29, "moviepy 2.0.0 is there, and 1.0.3 stays: it needs another decorator than librosa allows."),
    ];

    private static ReportImports Imports() => new()
    {
        Measured = _now.AddHours(-13),
        TotalSeconds = 4.86,
        Modules =
        [
            new ReportModule("app.main", Backend + "/app/main.py", true, 4.71, 0.012), new ReportModule("app.services.audio", Backend + "/app/services/audio.py", true, 2.31, 0.004),
            new ReportModule("app.services.vision", Backend + "/app/services/vision.py", true, 0.94, 0.006), new ReportModule("app.services.video", Backend + "/app/services/video.py", true, 0.81, 0.005),
            new ReportModule("app.providers.openai", Backend + "/app/providers/openai.py", true, 0.62, 0.003), new ReportModule("app.database", Backend + "/app/database.py", true, 0.34, 0.008),
            new ReportModule("app.services.pdf", Backend + "/app/services/pdf.py", true, 0.29, 0.004), new ReportModule("app.auth", Backend + "/app/auth.py", true, 0.17, 0.002),
            new ReportModule("app.services.ocr", Backend + "/app/services/ocr.py", false, 0.03, 0.001), new ReportModule("app.settings", Backend + "/app/settings.py", true, 0.02, 0.002),
        ],
        Distributions =
        [
            new ReportImportCost("numba", 0.92, 2), new ReportImportCost("scipy", 0.71, 2), new ReportImportCost("opencv-python", 0.58, 2), new ReportImportCost("openai", 0.41, 3),
            new ReportImportCost("moviepy", 0.36, 2), new ReportImportCost("SQLAlchemy", 0.27, 5), new ReportImportCost("fastapi", 0.24, 7), new ReportImportCost("pydantic", 0.22, 9),
            new ReportImportCost("numpy", 0.19, 4), new ReportImportCost("scikit-learn", 0.18, 2), new ReportImportCost("cryptography", 0.14, 3), new ReportImportCost("pdfplumber", 0.11, 2),
            new ReportImportCost("pillow", 0.08, 4), new ReportImportCost("httpx", 0.07, 3), new ReportImportCost("python-jose", 0.03, 2),
        ],
    };

    private static List<ReportHistoryEntry> History()
    {
        (int Days, int Errors, int Warnings, int Distributions, int Megabytes, double? Seconds)[] course =
            [(84, 9, 21, 98, 1184, null), (70, 7, 22, 98, 1184, 6.92), (56, 7, 18, 91, 1102, 6.71), (42, 4, 15, 84, 1009, 5.64), (28, 2, 12, 79, 884, 5.31), (14, 2, 11, 79, 886, 5.42), (7, 1, 10, 77, 859, 4.97)];
        return
        [
            .. course.Select(entry => new ReportHistoryEntry
            {
                Timestamp = _now.AddDays(-entry.Days), Status = entry.Errors > 0 ? ReportStatus.Unhealthy : ReportStatus.Degraded, Errors = entry.Errors, Warnings = entry.Warnings,
                Requirements = 31, Distributions = entry.Distributions, Bytes = entry.Megabytes * 1_000_000L, ImportSeconds = entry.Seconds,
            }),
        ];
    }

    private static List<ReportRequirement> Requirements(IReadOnlyList<ReportDistribution> distributions)
    {
        var requirements = new List<ReportRequirement>();
        int line = 3;
        foreach (ReportDistribution distribution in distributions)
        {
            if (distribution.Verdict is not { } verdict)
                continue;
            string module = distribution.NormalizedName.Replace('-', '_');
            Evidence[] evidence = verdict switch
            {
                Verdict.Used => [.. Enumerable.Range(0, 1 + (distribution.Name.Length % 5)).Select(index => new Evidence("import", $"{Backend}/app/{(index == 0 ? "main" : "services/part_" + index)}.py", 3 + (index * 4), $"imports {module}"))],
                Verdict.Pinned => [new Evidence("dependency", null, 0, "librosa, opencv-python and scipy require it")],
                Verdict.Unknown => [new Evidence("dynamic-import", Backend + "/app/providers/__init__.py", 12, "imports modules by a name that is made at run time")],
                _ => [],
            };
            requirements.Add(new ReportRequirement
            {
                Text = $"{distribution.Name}>={distribution.Version}", Name = distribution.Name, File = Backend + "/requirements.txt", Line = ++line, Group = line % 9 == 0 ? "dev" : "", Verdict = verdict,
                Evidence = evidence,
            });
        }

        return requirements;
    }

    private static (List<ReportDistribution> Distributions, List<ReportDependency> Dependencies) ReadEnvironment()
    {
        string[][] rows = Rows(SampleEnvironment.Installed);
        var names = rows.ToDictionary(row => PackageName.Normalize(row[0]), row => row);
        List<ReportDependency> dependencies =
        [
            .. Rows(SampleEnvironment.Requires).Select(row => new ReportDependency
            {
                From = row[0], To = row[1], Requirement = (names.TryGetValue(row[1], out string[]? named) ? named[0] : row[1]) + (row.Length > 2 ? row[2] : ""), IsSatisfied = row.Length < 4,
            }),
        ];
        HashSet<string> Reached(string without)
        {
            var reached = new HashSet<string>();
            var queue = new Queue<string>(rows.Where(row => row[3] != "-" || row[0] == "pip").Select(row => PackageName.Normalize(row[0])));
            while (queue.Count > 0)
            {
                string name = queue.Dequeue();
                if (name == without || !names.ContainsKey(name) || !reached.Add(name))
                    continue;
                foreach (ReportDependency dependency in dependencies.Where(dependency => dependency.From == name))
                    queue.Enqueue(dependency.To);
            }

            return reached;
        }

        List<ReportDistribution> distributions =
        [
            .. rows.Select(row => new ReportDistribution
            {
                Name = row[0],
                NormalizedName = PackageName.Normalize(row[0]),
                Version = row[1],
                Bytes = long.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture) * 1000,
                ExclusiveBytes = names.Keys.Except(Reached(PackageName.Normalize(row[0]))).Sum(name => long.Parse(names[name][2], System.Globalization.CultureInfo.InvariantCulture) * 1000),
                IsDirect = row[3] != "-",
                Verdict = row[3] switch { "used" => Verdict.Used, "pinned" => Verdict.Pinned, "unused" => Verdict.Unused, "unknown" => Verdict.Unknown, _ => null },
            }),
        ];
        return (distributions, dependencies);
    }

    private static string[][] Rows(string table) =>
        [.. table.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length > 0)];
}
