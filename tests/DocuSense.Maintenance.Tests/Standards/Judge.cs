using System.Runtime.InteropServices;
using System.Text.Json;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Standards;

/// <summary>
/// The copy of <c>packaging</c> inside pip, asked many questions by one process. The engine follows packaging 24, so the newest
/// pip at hand that carries a 22 to 24 is the judge; 21 still knew legacy versions, and 25 changed what the markers accept.
/// </summary>
internal sealed record Judge(Python Python, string PackagingVersion)
{
    private static readonly Lazy<Judge?> _judge = new(Find);

    public static Judge? Current => _judge.Value;

    /// <summary>Asks all questions and returns the answers in their order.</summary>
    /// <param name="questions">Each the kind of question and its arguments.</param>
    public IReadOnlyList<JsonElement> Ask(IEnumerable<object?[]> questions) => Ask(Python, questions);

    /// <summary>As above, with the judge's <c>packaging</c> run by another interpreter.</summary>
    public static IReadOnlyList<JsonElement> Ask(Python python, IEnumerable<object?[]> questions)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Standards", "packaging_oracle.py");
        string input = string.Join("\n", questions.Select(question => JsonSerializer.Serialize(question))) + "\n";
        (int exit, string output, string error) = python.Run([script, Pythons.SitePackages(Current!.Python)!], input);
        Assert.True(exit == 0, error);
        List<JsonElement> answers = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(input.Count(c => c == '\n'), answers.Count);
        return answers;
    }

    /// <summary>The exception <c>packaging</c> raised, or null.</summary>
    public static string? ErrorOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;

    private static Judge? Find()
    {
        var judges = new List<Judge>();
        foreach (Python python in Pythons.All)
        {
            (int exit, string output, _) = python.Run(["-c", "import pip._vendor.packaging as p; print(p.__version__)"]);
            if (exit == 0 && double.TryParse(output.Trim(), System.Globalization.CultureInfo.InvariantCulture, out double version) && version is >= 22 and < 25)
                judges.Add(new Judge(python, output.Trim()));
        }

        return judges.MaxBy(judge => (double.Parse(judge.PackagingVersion, System.Globalization.CultureInfo.InvariantCulture), judge.Python.Minor));
    }
}

/// <summary>A test that needs a pip whose <c>packaging</c> is one the engine follows; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JudgeFactAttribute : FactAttribute
{
    public JudgeFactAttribute()
    {
        if (Judge.Current is null)
            Skip = NoJudge;
    }

    /// <summary>For what can be asked on 64-bit Linux on Intel only.</summary>
    public bool IntelLinuxOnly
    {
        get;
        set
        {
            field = value;
            if (value && !(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64))
                Skip = OtherPlatform;
        }
    }

    private static string OtherPlatform => "The tags to compare with are those of Linux on x86_64.";

    private static string NoJudge => "No Python with a pip that carries packaging 22 to 24 was found on this machine.";
}
