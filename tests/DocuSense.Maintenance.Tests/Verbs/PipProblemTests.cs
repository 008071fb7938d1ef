using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>What pip prints, as it prints it, and the sentence that is made of it.</summary>
public sealed class PipProblemTests
{
    private const string Hashes = """
        Collecting two==1.0
          Downloading http://127.0.0.1:1/files/two-1.0-py3-none-any.whl (867 bytes)
        ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes. Otherwise, examine the package contents carefully; someone may have tampered with them.
            two==1.0 from http://127.0.0.1:1/files/two-1.0-py3-none-any.whl#sha256=ab (from -r requirements.txt (line 4)):
                Expected sha256 0000
                     Got        abab

        """;

    private const string Failure = """
        ERROR: Exception:
        Traceback (most recent call last):
          File "/x/pip/_internal/cli/base_command.py", line 160, in exc_logging_wrapper
            status = run_func(*args)
        KeyError: 'first'

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "/x/pip/_internal/resolution/found_candidates.py", line 155, in __bool__
            return any(self)
        TypeError: unhashable type: 'dict'
        WARNING: There was an error checking the latest version of pip.

        """;

    private const string Lost = """
        WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPConnection object at 0x7f93c875ac90>: Failed to establish a new connection: [Errno 111] Connection refused')': /simple/never/
        ERROR: Could not find a version that satisfies the requirement never (from versions: none)
        ERROR: No matching distribution found for never

        """;

    private const string Conflict = """
        ERROR: Cannot install one and two<2 because these package versions have conflicting dependencies.

        The conflict is caused by:
            The user requested two<2
            one 1.0 depends on two>=2

        To fix this you could try to:
        1. loosen the range of package versions you've specified
        2. remove package versions to allow pip to attempt to solve the dependency conflict

        ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts

        """;

    [Theory]
    [InlineData(Hashes, "HashMismatch", "two==1.0 from http://127.0.0.1:1/files/two-1.0-py3-none-any.whl#sha256=ab (from -r requirements.txt (line 4)); Expected sha256 0000; Got        abab")]
    [InlineData(Failure, "Other", "TypeError: unhashable type: 'dict'")]
    [InlineData(Conflict, "Conflict", "conflicting dependencies; The user requested two<2; one 1.0 depends on two>=2")]
    [InlineData("ERROR: Exception:\nTraceback (most recent call last):\n  File \"x\", line 1\n", "Other", "pip failed without saying why")]
    [InlineData(Lost, "Unreachable", "/simple/never/: Failed to establish a new connection: [Errno 111] Connection refused")]
    [InlineData("", "Other", "nothing")]
    [InlineData("one\ntwo\n", "Other", "one; two")]
    public void The_reasons_are_told_in_pip_s_words(string output, string kind, string ends)
    {
        PipProblem problem = PipProblem.Of(new ProcessOutcome(1, "", output.ReplaceLineEndings("\n"), false, TimeSpan.Zero));
        Assert.Equal(kind, problem.Kind.ToString());
        Assert.EndsWith(ends, problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", problem.Text, StringComparison.Ordinal);
    }
}
