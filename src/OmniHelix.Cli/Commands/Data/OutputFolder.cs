using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>Flags of commands that write splits: where and in which forms.</summary>
internal sealed class OutputFolder
{
    private const string Saved = "huggingface", Heading = "Output";

    private static readonly string[] Usual = [.. Table.Writable.Select(k => k.Endings[0][1..]), Saved];

    /// <summary>Where to write.</summary>
    public Option<string> Folder { get; } = new("--output", "-o")
    {
        Description = "Folder to write; it must not exist.",
        Required = true,
    };

    /// <summary>In which forms.</summary>
    public Option<string[]> Format { get; } = new("--format")
    {
        Description = $"Forms of the splits: {string.Join(", ", Usual)}, text also with .gz;"
            + $" {Saved} is a folder that load_from_disk opens.",
        DefaultValueFactory = _ => ["csv"],
    };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replace the folder." };

    /// <summary>Gives a command these flags.</summary>
    public void AddTo(OmniCommand command)
    {
        command.Add(Folder, Heading);
        command.Add(Format, Heading);
        command.Add(overwrite, Heading);
    }

    /// <summary>The folder and the forms of its files.</summary>
    /// <exception cref="UsageException">OH2031: the folder exists; OH2016: an unknown form.</exception>
    public SplitOutput Read(ParseResult parsed)
    {
        const StringSplitOptions Words = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var folder = OverwriteCheck.Folder(parsed.GetValue(overwrite), parsed.GetValue(Folder)!);
        var forms = parsed.GetValue(Format)!.SelectMany(f => f.Split(',', Words)).Distinct().ToArray();
        return new(folder, [.. forms.Select(FormOf)]);
    }

    private static SplitForm FormOf(string form)
    {
        if (form == Saved) return SplitForm.SavedDataSet;
        var name = "train." + form;
        if (Table.Writable.FirstOrDefault(k => k.IsPromisedBy(name)) is not { } kind)
        {
            var message = $"'{form}' is not one of {string.Join(", ", Usual)}";
            throw new UsageException("OH2016", message, "--format", NearestName.Ask(form, Usual));
        }
        FileEnding.Of(name).RequireWritten(kind, name);
        return new SplitForm("." + form);
    }
}
