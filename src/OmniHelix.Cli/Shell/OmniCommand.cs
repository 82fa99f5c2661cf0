using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Documents;

namespace OmniHelix.Cli.Shell;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">As typed after <c>omni</c>.</param>
/// <param name="description">One sentence.</param>
internal sealed class OmniCommand(string name, string description) : Command(name, description)
{
    private static readonly JsonSerializerOptions JsonForm = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new FiniteNumberConverter() },
    };

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whole command lines, most usual first.</summary>
    public IReadOnlyList<string> Examples { get; set; } = [];

    /// <summary>Headings of flags in the help; a flag without one comes last.</summary>
    public Dictionary<Option, string> Headings { get; } = [];

    /// <summary>Flags of which an empty text is a value.</summary>
    public HashSet<Option> MayBeEmpty { get; } = [];

    /// <summary>Adds a flag under a heading of the help.</summary>
    public void Add(Option option, string? heading)
    {
        Options.Add(option);
        if (heading is not null) Headings.Add(option, heading);
    }

    /// <summary>A result as <c>--json</c> shows it.</summary>
    public static string Json<T>(T result) => JsonSerializer.Serialize(result, JsonForm);

    /// <summary>A result that the library has put into JSON.</summary>
    public static string Json(JsonObject result) => result.ToJsonString(Indented);

    /// <summary>The flag of commands that can answer in JSON.</summary>
    public static Option<bool> JsonFlag() => new("--json") { Description = "Write the result as JSON." };
}
