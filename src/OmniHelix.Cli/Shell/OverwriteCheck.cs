using System.CommandLine;
using System.CommandLine.Parsing;
using OmniHelix.Data.Tables;

namespace OmniHelix.Cli.Shell;

/// <summary>
/// Refuses what is there already, unless <c>--overwrite</c> is given; asked before the work begins, so that it is not done in vain.
/// </summary>
internal static class OverwriteCheck
{
    // Flags, and an argument, whose value is a file to write.
    private static readonly string[] Outputs = ["--output", "--report", "--chain", "--overlaps", "OUTPUT"];

    /// <summary>Refuses a file to write that the command line names a second time: as something to read.</summary>
    /// <exception cref="UsageException">OH2035.</exception>
    public static void Inputs(ParseResult parsed)
    {
        var said = parsed.CommandResult.Children.Where(result => result.Tokens.Count > 0).ToList();
        foreach (var output in said.Where(IsOutput))
        {
            var path = output.Tokens[0].Value;
            if (!File.Exists(path) || FilePlace.Of(path) is not { IsStream: false } place) continue;
            var words = said.Where(other => other != output).SelectMany(other => other.Tokens).Select(token => token.Value);
            if (words.SelectMany(FilesOf).FirstOrDefault(file => FilePlace.Of(file) == place) is { } input)
                throw new UsageException(
                    "OH2035", $"the output would replace {input}, which the command line names too", path,
                    "Give the output a name of its own.");
        }
    }

    /// <summary>Files to write, each of its own; nulls are none, and devices and pipes hold nothing to be lost.</summary>
    /// <exception cref="UsageException">
    /// OH2031 a file is there already; OH2032 a name that stands for standard output; OH2035 two are one file.
    /// </exception>
    public static void Files(bool overwrite, params string?[] paths)
    {
        var places = new Dictionary<FilePlace, string>();
        foreach (var path in paths.OfType<string>())
        {
            RequireName(path);
            var place = FilePlace.Of(path);
            if (place.IsStream) continue;
            if (!places.TryAdd(place, path))
                throw new UsageException(
                    "OH2035", $"two results would go to one file: {places[place]} and {path}", null, "Give each a name of its own.");
            if (!overwrite && File.Exists(place.Path))
                throw new UsageException("OH2031", "the file exists", path, "Choose another name, or add --overwrite.");
            Promise(overwrite, path);
        }
    }

    private static bool IsOutput(SymbolResult result) => result switch
    {
        OptionResult { Option: var option } => option.Aliases.Prepend(option.Name).Any(Outputs.Contains),
        ArgumentResult { Argument: var argument } => Outputs.Contains(argument.Name),
        _ => false,
    };

    // Lists have commas, and some files a name before them: promoter=promoter.fa.
    private static IEnumerable<string> FilesOf(string word) =>
        word.Split(',').Append(word).SelectMany(part => new[] { part, part[(part.IndexOf('=') + 1)..] }).SelectMany(Existing);

    private static IReadOnlyList<string> Existing(string path)
    {
        if (File.Exists(path)) return [path];
        if (!TableFiles.IsPattern(path)) return [];
        try
        {
            return TableFiles.Expand(path);
        }
        catch (OmniException)
        {
            // No pattern of files, or one that the command refuses.
            return [];
        }
    }

    /// <summary>Refuses <c>-</c> where nothing can go to standard output.</summary>
    /// <exception cref="UsageException">OH2032.</exception>
    public static void RequireName(string path)
    {
        if (path == "-")
            throw new UsageException(
                "OH2032", "- is standard output, and what is written here needs a name", path, "Name a file or folder.");
    }

    /// <summary>A file that is written beside an output, under a name that another output may have taken.</summary>
    /// <param name="overwrite">Replace it.</param>
    /// <param name="path">The file; null is none.</param>
    /// <param name="output">The output.</param>
    /// <param name="what">What of the output it holds, in the plural.</param>
    /// <exception cref="UsageException">OH2031: it is there already.</exception>
    public static void Beside(bool overwrite, string? path, string? output, string what)
    {
        if (!overwrite && File.Exists(path) && !FilePlace.Of(path).IsStream)
            throw new UsageException(
                "OH2031", $"the file exists, and {what} of {output} go there", path,
                $"Another output of the same stem may need it. Choose another name than {output}, or add --overwrite to replace the file.");
        if (path is not null) Promise(overwrite, path);
    }

    /// <summary>A folder to write; returns it without a separator at its end.</summary>
    /// <exception cref="UsageException">
    /// OH2031 the folder exists, is a file, or is the root of the file system; OH2032 the name stands for standard output.
    /// </exception>
    public static string Folder(bool overwrite, string path)
    {
        RequireName(path);
        var folder = path.TrimEnd('/', '\\');
        if (folder.Length == 0)
            throw new UsageException("OH2031", "the root of the file system cannot be replaced", path, "Choose another name.");
        if (File.Exists(folder))
            throw new UsageException("OH2031", "it is a file, and a folder is written", folder, "Choose another name.");
        if (!overwrite && Path.Exists(folder))
            throw new UsageException("OH2031", "the folder exists", folder, "Choose another name, or add --overwrite.");
        Promise(overwrite, folder);
        return folder;
    }

    // Until the work is done another process may write there.
    private static void Promise(bool overwrite, string path)
    {
        if (overwrite) NewPlaces.Forget(path);
        else NewPlaces.Expect(path);
    }
}
