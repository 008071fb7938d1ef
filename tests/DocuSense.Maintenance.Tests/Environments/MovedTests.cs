using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Environments;

public sealed class MovedTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private EnvironmentProblem? ProblemOf(string script, string text, string environment = "venv")
    {
        var fake = new FakeEnvironment(_sandbox, environment);
        _sandbox.Write($"{environment}/bin/{script}", text.Replace("{here}", fake.Root).Replace("{there}", _sandbox["elsewhere"]));
        return fake.Read().Problems.SingleOrDefault();
    }

    [Theory]
    [InlineData("pip", "#!{there}/bin/python\nimport re\n", 1)]
    [InlineData("uvicorn", "#!{there}/bin/python3.11\n", 1)]
    [InlineData("pip", "#!/bin/sh\n'''exec' \"{there}/bin/python\" \"$0\" \"$@\"\n' '''\n", 2)]
    [InlineData("pip", "#!/bin/sh\n'''exec' {there}/bin/python \"$0\" \"$@\"\n' '''\n", 2)]
    [InlineData("activate", "# comment\nVIRTUAL_ENV=\"{there}\"\nexport VIRTUAL_ENV\n", 2)]
    [InlineData("activate", "VIRTUAL_ENV='{there}'\n", 1)]
    [InlineData("activate", "if x; then\n  VIRTUAL_ENV=$(cygpath \"{there}\")\nelse\n    export VIRTUAL_ENV={there}\nfi\n", 4)]
    [InlineData("activate.csh", "setenv VIRTUAL_ENV \"{there}\"\n", 1)]
    [InlineData("activate.fish", "set -gx VIRTUAL_ENV \"{there}\"\n", 1)]
    public void Scripts_that_name_another_folder_give_it_away(string script, string text, int line)
    {
        // A path with a space never stands unquoted in an exec line; the sandbox has one.
        EnvironmentProblem? problem = ProblemOf(script, text.Replace("' {there}/bin/python ", "' /somewhere/else/bin/python "));
        Assert.NotNull(problem);
        Assert.Equal((EnvironmentProblemKind.Moved, line), (problem.Kind, problem.Span.Line));
        Assert.Equal(_sandbox["venv", "bin", script], problem.File);
    }

    [Theory]
    [InlineData("pip", "#!{here}/bin/python\n")]
    [InlineData("pip", "#!/usr/bin/env python\n")]
    [InlineData("pip", "#!/bin/sh\n'''exec' \"{here}/bin/python\" \"$0\" \"$@\"\n")]
    [InlineData("pip", "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python' \"$0\" \"$@\"\n' '''\n")]
    [InlineData("tool", "#!/bin/bash\necho {there}/bin/python\n")]
    [InlineData("activate", "VIRTUAL_ENV=\"$(cd \"$(dirname \"$0\")\" && pwd)\"\n")]
    [InlineData("activate", "export VIRTUAL_ENV=\"{here}\"\n")]
    [InlineData("binary", "\u007fELF\0\0")]
    [InlineData("empty", "")]
    public void Scripts_that_name_this_folder_or_none_do_not(string script, string text) => Assert.Null(ProblemOf(script, text));

    [Fact]
    public void One_foreign_script_among_sound_ones_proves_nothing()
    {
        _sandbox.Write("venv/bin/zzz", $"#!{_sandbox["venv"]}/bin/python\n");
        Assert.Null(ProblemOf("copied", "#!/other/venv/bin/python\n"));
    }

    [Fact]
    public void A_link_to_the_environment_is_not_a_move_and_a_copy_is()
    {
        var fake = new FakeEnvironment(_sandbox);
        _sandbox.Write("venv/bin/pip", $"#!{fake.Root}/bin/python\n");
        _sandbox.Write("venv/bin/python3");
        Directory.CreateSymbolicLink(_sandbox["link"], fake.Root);
        Assert.Empty(EnvironmentReader.Find(_sandbox.Root, _sandbox["link"])!.Problems);

        var copy = new FakeEnvironment(_sandbox, "copy");
        _sandbox.Write("copy/bin/pip", $"#!{fake.Root}/bin/python\n");
        Assert.Equal(EnvironmentProblemKind.Moved, Assert.Single(copy.Read().Problems).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Windows_launchers_name_their_interpreter_at_their_end(bool uv)
    {
        string interpreter = _sandbox["elsewhere", "Scripts", "python.exe"];
        byte[] path = System.Text.Encoding.UTF8.GetBytes(interpreter);
        byte[] launcher = uv
            ? [.. "MZ launcher"u8, .. path, .. BitConverter.GetBytes(path.Length), .. "UVSC"u8]
            : [.. "MZ #! inside "u8, .. new byte[9000], .. "#!"u8, .. path, .. "\r\n"u8, .. "PK\u0003\u0004 __main__.py"u8, .. new byte[600]];
        _sandbox.Write("w/pyvenv.cfg", $"home = {_sandbox["base"]}\nversion = 3.12.1\n");
        _sandbox.Write("base/python.exe");
        _sandbox.Write("base/Lib/os.py");
        _sandbox.Write("w/Scripts/python.exe");
        _sandbox.Folder("w/Lib/site-packages");
        File.WriteAllBytes(_sandbox["w", "Scripts", "pip.exe"], launcher);
        EnvironmentProblem problem = Assert.Single(EnvironmentReader.Find(_sandbox.Root, _sandbox["w"])!.Problems);
        Assert.Equal((EnvironmentProblemKind.Moved, _sandbox["w", "Scripts", "pip.exe"]), (problem.Kind, problem.File));
        Assert.Contains(_sandbox["elsewhere"], problem.Message);

        _sandbox.Write("w/Scripts/activate.bat", $"@echo off\r\nset \"VIRTUAL_ENV={_sandbox["w"]}\"\r\n");
        Assert.Empty(EnvironmentReader.Find(_sandbox.Root, _sandbox["w"])!.Problems);
    }

    [PythonFact]
    public void A_real_environment_that_is_moved_is_seen_as_moved_and_one_whose_base_goes_as_broken()
    {
        Python python = Pythons.Newest!;
        string original = _sandbox["made here"];
        Assert.Equal(0, python.Run(["-m", "venv", "--without-pip", original]).ExitCode);
        Assert.Empty(EnvironmentReader.Find(_sandbox.Root, original)!.Problems);

        string moved = _sandbox["moved there"];
        Directory.Move(original, moved);
        EnvironmentProblem problem = Assert.Single(EnvironmentReader.Find(_sandbox.Root, moved)!.Problems);
        Assert.Equal(EnvironmentProblemKind.Moved, problem.Kind);
        Assert.Contains(original, problem.Message);

        Directory.Move(moved, original);
        string configuration = Path.Combine(original, "pyvenv.cfg");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace(Path.GetDirectoryName(python.Executable)!, _sandbox["gone", "bin"]));
        problem = Assert.Single(EnvironmentReader.Find(_sandbox.Root, original)!.Problems);
        Assert.Equal((EnvironmentProblemKind.InterpreterMissing, 1), (problem.Kind, problem.Span.Line));
    }
}
