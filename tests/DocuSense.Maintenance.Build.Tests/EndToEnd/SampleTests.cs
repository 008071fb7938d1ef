using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>The sample that a newcomer builds first: its planted problems and nothing else, as the front page promises.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_sample_shows_its_planted_problems_and_nothing_else()
    {
        var workspace = new Workspace();
        string sample = Repository.PathOf("samples/DocuSense");
        foreach (string path in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            // What a build left there is no part of it, and the feed is the tests' own.
            string relative = Path.GetRelativePath(sample, path).Replace('\\', '/');
            if (relative.Split('/').Any(static part => part is "bin" or "obj" or ".venv" or "__pycache__") || relative.EndsWith("nuget.config", StringComparison.OrdinalIgnoreCase))
                continue;
            workspace.Write(relative, File.ReadAllText(path).Replace("DocuSense.Maintenance.Build/1.0.0", "DocuSense.Maintenance.Build/" + PackedPackage.Instance.Version, StringComparison.Ordinal));
        }

        // That there is no environment is silenced in every workspace.
        BuildRun run = workspace.Build("backend/DocuSense.Backend.csproj");

        Assert.Equal(
            [
                "warning DSM2005 backend/requirements.txt(44,1)",
                "warning DSM2006 backend/requirements.txt(43,1)",
                "warning DSM2007 backend/requirements.txt(45,10)",
                "warning DSM2008 backend/requirements.txt(46,4)",
                "warning DSM3001 backend/requirements.txt(11,1)",
                "warning DSM3001 backend/requirements.txt(36,1)",
                "warning DSM3003 backend/app/auth.py(5,8)",
                "warning DSM3003 backend/app/services/ocr.py(6,8)",
                "warning DSM3008 backend/app/services/exports.py(9,24)",
            ],
            run.Findings.Order(StringComparer.Ordinal));
        Assert.Empty(run.Others);
        Assert.Equal(0, run.ExitCode);
    }
}
