using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Build.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build.Tests;

public sealed class CheckPythonBackendTests
{
    private static readonly string _project = Path.Combine(Path.GetTempPath(), "some project", "Backend.csproj");
    private static readonly string _folder = Path.GetDirectoryName(_project)!;

    [Fact]
    public void Every_path_is_made_absolute_against_the_project_and_never_the_current_directory()
    {
        CheckOptions options = Options(task =>
        {
            task.BackendPath = "src\\backend/";
            task.Venv = "../shared/.venv";
            task.Requirements = [new TaskItem("src/backend/requirements.txt"), new TaskItem(Path.Combine(Path.GetTempPath(), "other.txt"))];
            task.OutputFolder = "obj/docusense/";
        });

        Assert.Equal(Path.Combine(_folder, "src", "backend"), options.Backend);
        Assert.Equal(Path.Combine(Path.GetTempPath(), "shared", ".venv"), options.Environment);
        Assert.Equal([Path.Combine(_folder, "src", "backend", "requirements.txt"), Path.Combine(Path.GetTempPath(), "other.txt")], options.Manifests);
        Assert.Equal(Path.Combine(_folder, "obj", "docusense"), options.OutputFolder);
        Assert.Equal(_project, options.ProjectFile);
    }

    [Theory]
    [InlineData("EnableDocuSense=true", false)]
    [InlineData("EnableDocuSense=", false)]
    [InlineData("EnableDocuSense= FALSE ", false)]
    [InlineData("EnableDocuSense=off", true)]
    [InlineData("EnableDocuSense=a=b", true)]
    public void A_switch_is_true_or_false(string setting, bool reported) => Assert.Equal(reported ? "DSM9002" : null, Switch.Problem(setting)?.Code);

    [Theory]
    [InlineData("DSM3001", "redis", 3)]
    [InlineData("DSM3001", "flask", 4)]
    [InlineData("DSM3001", null, 3)]
    [InlineData("DSM3002", null, 0)]
    public void The_line_of_a_suppression_is_found(string code, string? package, int line)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """
                <Project>
                  <ItemGroup>
                    <DocuSenseSuppress Include="DSM3001" Package="redis" />
                    <DocuSenseSuppress Include="DSM3001"><Package>flask</Package></DocuSenseSuppress>
                  </ItemGroup>
                </Project>
                """);
            Assert.Equal(line, SuppressionPlace.Line(file, code, package));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_is_not_set_is_left_to_the_engine()
    {
        CheckOptions options = Options(task => task.Exclude = " ; ");

        Assert.Null(options.Environment);
        Assert.Null(options.OutputFolder);
        Assert.Empty(options.Manifests);
        Assert.Empty(options.Excludes);
        Assert.Empty(options.Suppressions);
        Assert.Matches("^[0-9a-f]{32}$", options.ToolVersion);
    }

    [Fact]
    public void Excludes_and_suppressions_reach_the_engine_as_written()
    {
        var suppression = new TaskItem("DSM3001", new Dictionary<string, string>
        {
            ["Package"] = "gunicorn", ["Justification"] = " production only ", ["Expires"] = "2030-01-31", ["Path"] = "app/**",
        });

        CheckOptions options = Options(task =>
        {
            task.Exclude = "legacy/**;\n **/generated_*.py ;";
            task.Suppressions = [suppression, new TaskItem("DSM1001")];
        });

        Assert.Equal(["legacy/**", "**/generated_*.py"], options.Excludes);
        Assert.Equal(
            [new Suppression("DSM3001", "gunicorn", "app/**", "production only", "2030-01-31"), new Suppression("DSM1001", null, null, null, null)],
            options.Suppressions.Select(found => found with { File = null }));
    }

    [Fact]
    public void A_finding_is_logged_with_code_place_and_help_and_without_a_subcategory()
    {
        (bool succeeded, FakeBuildEngine log, CheckPythonBackend task) = Run(Finding("DSM2007", Severity.Error), Finding("DSM3001", Severity.Warning));

        BuildErrorEventArgs error = Assert.Single(log.Errors);
        Assert.Equal(("DSM2007", "/backend/requirements.txt", 3, 7), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
        Assert.Equal("DSM2007 says 100%25 {0} of it.", error.Message);
        Assert.EndsWith("/docs/rules/DSM2007.md", error.HelpLink, StringComparison.Ordinal);
        Assert.Null(error.Subcategory);
        BuildWarningEventArgs warning = Assert.Single(log.Warnings);
        Assert.EndsWith("/docs/rules/DSM3001.md", warning.HelpLink, StringComparison.Ordinal);
        Assert.Null(warning.Subcategory);
        Assert.False(succeeded);
        Assert.Equal(["DSM2007", "DSM3001"], task.Findings.Select(item => item.ItemSpec));
        Assert.Equal("DSM2007 says 100%25 {0} of it.", task.Findings[0].GetMetadata("Message"));
        Assert.Equal("12", task.Findings[0].GetMetadata("EndColumn"));
    }

    [Fact]
    public void Advice_is_a_message_with_code_and_place_and_the_backend_stays_healthy()
    {
        (bool succeeded, FakeBuildEngine log, _) = Run(Finding("DSM1004", Severity.Message));

        BuildMessageEventArgs advice = Assert.Single(log.Messages, message => message.Code == "DSM1004");
        Assert.Equal(("/backend/requirements.txt", 3, MessageImportance.Normal), (advice.File, advice.LineNumber, advice.Importance));
        Assert.Single(log.Messages, message => message.Importance == MessageImportance.High && message.Message!.StartsWith("DocuSense: backend healthy:", StringComparison.Ordinal));
        Assert.True(succeeded);
    }

    [Fact]
    public void A_finding_without_a_file_is_shown_at_the_project()
    {
        (_, FakeBuildEngine log, _) = Run(Finding("DSM9001", Severity.Error) with { File = null });

        Assert.Equal((_project, 0), (Assert.Single(log.Errors).File, log.Errors[0].LineNumber));
    }

    [Fact]
    public void What_the_engine_throws_becomes_one_warning_and_the_build_goes_on()
    {
        var log = new FakeBuildEngine();
        CheckPythonBackend task = Task(log, (_, _) => throw new InvalidOperationException("Out of luck.\nReally."));

        Assert.True(task.Execute());

        BuildWarningEventArgs warning = Assert.Single(log.Warnings);
        Assert.Equal(("DSM9009", _project), (warning.Code, warning.File));
        Assert.Equal("The Python backend could not be checked: Out of luck. Really. Nothing was decided about it.", warning.Message);
        Assert.All(log.Messages, message => Assert.Equal(MessageImportance.Low, message.Importance));
    }

    [Fact]
    public async System.Threading.Tasks.Task Cancelling_the_build_ends_the_check()
    {
        var log = new FakeBuildEngine();
        using var started = new ManualResetEventSlim();
        CheckPythonBackend task = Task(log, (_, cancellation) =>
        {
            started.Set();
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException("It was not cancelled.");
        });

        System.Threading.Tasks.Task<bool> run = System.Threading.Tasks.Task.Run(task.Execute);
        started.Wait();
        task.Cancel();

        Assert.False(await run);
        Assert.Empty(log.Errors);
        Assert.Empty(log.Warnings);
        Assert.Empty(task.Findings);
    }

    private static Diagnostic Finding(string code, Severity severity) => new()
    {
        Code = code, Severity = severity, File = "/backend/requirements.txt", Span = SourceSpan.OnLine(3, 7, 5), Message = $"{code} says 100%25 {{0}} of it.",
    };

    private static CheckOptions Options(Action<CheckPythonBackend> set)
    {
        CheckOptions? seen = null;
        CheckPythonBackend task = Task(new FakeBuildEngine(), (options, _) =>
        {
            seen = options;
            return new CheckResult { Diagnostics = [] };
        });
        set(task);
        Assert.True(task.Execute());
        return seen!;
    }

    private static (bool Succeeded, FakeBuildEngine Log, CheckPythonBackend Task) Run(params Diagnostic[] diagnostics)
    {
        var log = new FakeBuildEngine();
        CheckPythonBackend task = Task(log, (_, _) => new CheckResult { Diagnostics = diagnostics });
        return (task.Execute(), log, task);
    }

    private static CheckPythonBackend Task(IBuildEngine engine, Func<CheckOptions, CancellationToken, CheckResult> check) =>
        new() { BuildEngine = engine, Engine = check, BackendPath = "backend", ProjectDirectory = _folder, ProjectFile = _project };
}
