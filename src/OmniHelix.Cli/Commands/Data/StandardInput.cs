using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Records;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>
/// Flags of commands that take <c>-</c> for a file of records. What comes in is laid into a temporary file, because data sets are read more
/// than once: for their columns, for the plan, for the rows.
/// </summary>
internal sealed class StandardInput
{
    private const string Dash = "-", Name = "standard input";

    private static readonly string[] Forms = [.. ExampleReader.StreamKinds.Select(k => k.Id)];

    private readonly Option<string?> form;

    /// <param name="aliases">Other names of the flag.</param>
    public StandardInput(params string[] aliases) => form = new("--input-format", aliases)
    {
        Description = $"Form of standard input, which - stands for: {string.Join(", ", Forms)}, plain or gzip.",
    };

    /// <summary>Gives a command the flag.</summary>
    public void AddTo(OmniCommand command) => command.Add(form, "Input");

    /// <summary>Runs with the paths as they are, or with a file in place of <c>-</c>, which is gone afterwards.</summary>
    /// <exception cref="UsageException">
    /// OH2020, OH2021, OH2016: the form is missing, has nothing to describe, or is none of them.
    /// </exception>
    public int Run(ParseResult parsed, IReadOnlyList<string> paths, Func<IReadOnlyList<string>, int> run)
    {
        var name = parsed.GetValue(form);
        if (!paths.Contains(Dash))
            return name is null
                ? run(paths)
                : throw new UsageException(
                    "OH2021", "--input-format is only for standard input, which - stands for", "--input-format",
                    "The ending of a file tells its form.");
        if (paths.Count(p => p == Dash) > 1) throw new UsageException("OH2021", "standard input can be read once only", Dash);
        if (name is null)
            throw new UsageException(
                "OH2020", "standard input does not tell its form", "--input-format",
                $"Add --input-format with one of {string.Join(", ", Forms)}.");
        var kind = ExampleReader.StreamKindOf(name, "--input-format");
        var folder = Directory.CreateTempSubdirectory("omnihelix-");
        var path = Path.Combine(folder.FullName, $"standard-input{kind.Endings[0]}");
        try
        {
            AtomicFile.Write(path, file =>
            {
                using var input = Console.OpenStandardInput();
                input.CopyTo(file);
            });
            return run([.. paths.Select(p => p == Dash ? path : p)]);
        }
        catch (OmniException e) when (e is not UsageException && e.Place?.Contains(path, StringComparison.Ordinal) == true)
        {
            throw new OmniException(e.Code, e.Message, e.Place.Replace(path, Name, StringComparison.Ordinal), e.Advice, e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
