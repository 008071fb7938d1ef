using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Every way in which a credential reaches pip, and everything that a run shows or keeps.</summary>
public sealed class CredentialTests
{
    private const string Secret = "s3cr3t$w0rd%";

    [PythonTheory]
    [InlineData("requirements file")]
    [InlineData("extra index")]
    [InlineData("PIP_INDEX_URL")]
    [InlineData("PIP_EXTRA_INDEX_URL")]
    [InlineData("netrc")]
    [InlineData("configuration of the environment")]
    public void A_credential_serves_and_is_shown_nowhere(string way)
    {
        using var index = new PackageIndex { Credentials = "reader:" + Secret }.Add(TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"), TestWheel.Make("idle", "1.0"),
            TestWheel.Make("broken", "2.0") with { SentContent = [1, 2, 3], HasMetadataFile = false });
        using var open = new PackageIndex().Add(TestWheel.Make("else", "1.0"));
        using var backend = new RealBackend(index);
        backend.Source("main.py", "import one\n");
        string withSecret = index.Url.Replace("http://", $"http://reader:{Uri.EscapeDataString(Secret)}@", StringComparison.Ordinal);
        string lines = way switch
        {
            "requirements file" => $"--index-url {withSecret}\n",
            "extra index" => $"--index-url {open.Url}\n--extra-index-url {withSecret}\n",
            "netrc" => $"--index-url {index.Url}\n",
            _ => "",
        };
        var variables = new Dictionary<string, string>();
        if (way is "PIP_INDEX_URL" or "PIP_EXTRA_INDEX_URL")
            variables[way] = withSecret;
        if (way == "PIP_EXTRA_INDEX_URL")
            variables["PIP_INDEX_URL"] = open.Url;
        if (way == "netrc")
            variables["NETRC"] = backend.Write("netrc", $"machine 127.0.0.1 login reader password {Secret}\n");
        if (way == "configuration of the environment")
            variables["PIP_CONFIG_FILE"] = backend.Write("pip.conf", $"[global]\nindex-url = {withSecret}\n");
        // What the requirements themselves hold is the project's own; it must not be told all the same.
        const string Token = "ghp_0123456789abcdefghij";
        var shown = new StringBuilder();

        Run("restore", lines + "one<2\nidle\n", succeeds: true);
        Run("restore", lines + "one<2\nidle\nbroken\n", succeeds: false);

        // How the other verbs ask the index depends on whether the project or the person names it; each of both ways once.
        if (way is "requirements file" or "PIP_INDEX_URL")
        {
            Run("update", lines + "one\nidle\n", succeeds: true);
            Run("optimize", lines + $"one\nidle\nabsent @ git+https://{Token}@127.0.0.1/x/y.git ; python_version < '3'\n", succeeds: true);
        }

        // An index that does not answer: pip names it in its errors, and tries for long.
        index.Dispose();
        if (way == "requirements file")
            Run("restore", lines + "one\nnever\n", succeeds: false);

        Assert.DoesNotContain("s3cr3t", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, shown.ToString(), StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFiles(backend.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("netrc" or "pip.conf" or "requirements.txt")))
        {
            foreach (string line in File.ReadLines(file, Encoding.Latin1))
            {
                // The copied lines of the original need theirs.
                bool isCopied = Path.GetFileName(file) == "requirements_optimized_auto.txt" && !line.StartsWith('#');
                Assert.True(isCopied || !line.Contains("s3cr3t", StringComparison.Ordinal) && !line.Contains(Token, StringComparison.Ordinal), $"{file}: {line}");
            }
        }

        void Run(string verb, string requirements, bool succeeds)
        {
            backend.Requirements(requirements);
            (_, string output) = ChildRun.Run(backend, verb, variables: variables, switches: ["plan"]);
            shown.Append(output);
            Assert.True(output.Contains("nothing was changed", StringComparison.Ordinal) != succeeds, output);
        }
    }

    [Fact]
    public void The_check_s_own_file_keeps_no_credential()
    {
        using var backend = new TemporaryBackend(("requirements.txt",
            "--index-url https://user:s3cr3t@host/simple\n-e git+https://ghp_s3cr3ts3cr3t@host/x.git#egg=x\nflask @ https://user:s3cr3t@host/flask-1.0-py3-none-any.whl\nnot a requirement https://u:s3cr3t@h/\n"),
            ("app.py", "import flask\n"));

        CheckResult result = Checker.Run(new CheckOptions { Backend = backend.Backend, OutputFolder = backend.Output, ToolVersion = "test" });

        foreach (string file in Directory.GetFiles(backend.Output))
            Assert.DoesNotContain("s3cr3t", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Diagnostics, finding => finding.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://user:s3cr3t@host/simple", "s3cr3t")]
    [InlineData("https://s3cr3ttoken@host/simple", "s3cr3ttoken")]
    [InlineData("https://s3cr3ttoken:@host/simple", "s3cr3ttoken")]
    [InlineData("https://s3cr3ts3cr3t:x-oauth-basic@host/simple", "s3cr3ts3cr3t")]
    [InlineData("https://user:s3%63r3t%24@host/simple", "s3%63r3t%24 s3cr3t$ s3cr3t%24")]
    [InlineData("git+https://ghp_s3cr3ts3cr3t@host/x.git", "ghp_s3cr3ts3cr3t")]
    [InlineData("https://user:s3c@r3t@host/simple", "s3c@r3t s3c%40r3t")]
    public void Every_spelling_of_a_credential_is_taken_out(string url, string spellings)
    {
        Secrets secrets = Secrets.Collect([], name => name == "PIP_INDEX_URL" ? url : null, null);
        foreach (string spelling in spellings.Split(' '))
            Assert.Equal("ERROR: **** is wrong", secrets.Redact($"ERROR: {spelling} is wrong"));
        Assert.DoesNotContain("r3t", secrets.Redact($"Looking in indexes: {url}"), StringComparison.Ordinal);
    }
}
