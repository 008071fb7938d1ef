using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Build.Tests.Support;
using Microsoft.Build.Framework;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build.Tests;

/// <summary>A check that one task begins and another shows.</summary>
public sealed class BackgroundCheckTests
{
    private static readonly string _folder = Path.GetTempPath();

    [Fact]
    public void What_was_begun_is_shown_where_it_still_holds()
    {
        using var build = new KeepingBuildEngine();
        string begun = Begin(build, Finds("DSM3001"));

        Assert.True(Show(build, begun, (_, _) => throw new InvalidOperationException("It was checked a second time.")).Execute());

        Assert.Equal(["DSM3001"], build.Warnings.Select(warning => warning.Code));
        Assert.Equal(0, build.Kept);
    }

    [Fact]
    public void What_the_build_wrote_while_it_ran_is_seen()
    {
        using var build = new KeepingBuildEngine();
        string begun = Begin(build, Finds("DSM3001"));

        CheckPythonBackend show = Show(build, begun, Finds());
        show.Confirm = (options, found, cancellation) =>
        {
            Assert.Equal("DSM3001", Assert.Single(found.Diagnostics).Code);
            return Finds("DSM2006")(options, cancellation);
        };

        Assert.True(show.Execute());
        Assert.Equal(["DSM2006"], build.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void It_runs_while_the_build_goes_on()
    {
        using var build = new KeepingBuildEngine();
        using var goOn = new ManualResetEventSlim();
        string begun = Begin(build, (options, cancellation) =>
        {
            goOn.Wait(cancellation);
            return Finds("DSM3001")(options, cancellation);
        });

        goOn.Set();

        Assert.True(Show(build, begun, Finds()).Execute());
        Assert.Single(build.Warnings);
    }

    [Fact]
    public void What_was_asked_something_else_is_ended_and_checked_anew()
    {
        using var build = new KeepingBuildEngine();
        bool ended = false;
        string begun = Begin(build, (_, cancellation) =>
        {
            cancellation.WaitHandle.WaitOne();
            ended = true;
            throw new OperationCanceledException(cancellation);
        });

        CheckPythonBackend show = Show(build, begun, Finds("DSM2006"));
        show.Exclude = "legacy/**";

        Assert.True(show.Execute());
        Assert.True(ended);
        Assert.Equal(["DSM2006"], build.Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no such check")]
    public void Where_none_was_begun_it_is_made_when_it_is_to_be_shown(string? begun)
    {
        using var build = new KeepingBuildEngine();

        Assert.True(Show(build, begun, Finds("DSM3001")).Execute());
        Assert.Single(build.Warnings);
    }

    [Fact]
    public void A_build_that_keeps_nothing_for_tasks_begins_none()
    {
        var build = new FakeBuildEngine();

        Assert.Equal("", Begin(build, (_, _) => throw new InvalidOperationException("It was begun.")));
        Assert.True(Show(build, "", Finds("DSM3001")).Execute());
        Assert.Single(build.Warnings);
    }

    [Fact]
    public void What_the_engine_throws_is_told_once_by_the_task_that_shows()
    {
        using var build = new KeepingBuildEngine();
        string begun = Begin(build, (_, _) => throw new InvalidOperationException("Out of luck."));
        Assert.Empty(build.Warnings);

        Assert.True(Show(build, begun, Finds()).Execute());

        Assert.Equal("The Python backend could not be checked: Out of luck. Nothing was decided about it.", Assert.Single(build.Warnings).Message);
    }

    [Fact]
    public async System.Threading.Tasks.Task Cancelling_the_build_ends_it_while_it_is_waited_for()
    {
        using var build = new KeepingBuildEngine();
        CheckPythonBackend show = Show(build, Begin(build, UntilCancelled), Finds());

        System.Threading.Tasks.Task<bool> run = System.Threading.Tasks.Task.Run(show.Execute);
        show.Cancel();

        Assert.False(await run);
        Assert.Empty(build.Warnings);
        Assert.Empty(build.Errors);
    }

    [Fact]
    public void A_build_that_ends_without_asking_ends_it()
    {
        bool ended = false;
        using (var build = new KeepingBuildEngine())
        {
            using var started = new ManualResetEventSlim();
            Begin(build, (options, cancellation) =>
            {
                try
                {
                    started.Set();
                    return UntilCancelled(options, cancellation);
                }
                finally
                {
                    ended = true;
                }
            });
            started.Wait();
        }

        Assert.True(ended);
    }

    [Fact]
    public void MSBuild_may_run_both_tasks_in_its_own_process()
    {
        Assert.All((Type[])[typeof(BeginPythonBackendCheck), typeof(CheckPythonBackend)], task =>
            Assert.Contains(task.CustomAttributes, attribute => attribute.AttributeType.FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute"));
    }

    private static CheckResult UntilCancelled(CheckOptions options, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne();
        throw new OperationCanceledException(cancellation);
    }

    private static Func<CheckOptions, CancellationToken, CheckResult> Finds(params string[] codes) => (_, _) => new CheckResult
    {
        Diagnostics = [.. codes.Select(code => new Diagnostic { Code = code, Severity = Severity.Warning, Message = code })],
    };

    private static string Begin(IBuildEngine build, Func<CheckOptions, CancellationToken, CheckResult> engine)
    {
        var task = new BeginPythonBackendCheck { BuildEngine = build, Engine = engine, BackendPath = "backend", ProjectDirectory = _folder, ProjectFile = Path.Combine(_folder, "Backend.csproj"), OutputFolder = "obj" };
        Assert.True(task.Execute());
        return task.Begun;
    }

    private static CheckPythonBackend Show(IBuildEngine build, string? begun, Func<CheckOptions, CancellationToken, CheckResult> engine) =>
        new() { BuildEngine = build, Engine = engine, Confirm = (_, found, _) => found, Begun = begun, BackendPath = "backend", ProjectDirectory = _folder, ProjectFile = Path.Combine(_folder, "Backend.csproj"), OutputFolder = "obj" };
}
