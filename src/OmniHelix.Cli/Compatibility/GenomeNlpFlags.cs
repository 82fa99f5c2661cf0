using System.CommandLine;
using OmniHelix.Cli.Commands.Data;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;
using OmniHelix.Data.Splits;
using OmniHelix.Tokenizers;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The flags that the data set commands of genomeNLP share, in its spelling and with hyphens.</summary>
internal sealed class GenomeNlpFlags
{
    private static readonly SplitOptions Usual = new();

    private readonly Argument<string?> tokeniser = new("TOKENISER")
    {
        Description = "A tokenizer: a file such as tokens.json, or the folder of one or of a model; token ids are written with one.",
    };

    private readonly Option<string> output = new("--outfile_dir", "--outfile-dir", "--output", "-o")
    {
        Description = "Folder to write.",
        DefaultValueFactory = _ => "hf_out",
    };

    private readonly Option<string[]> specials = new("--special_tokens", "--special-tokens", "-s")
    {
        Description = "Special tokens that the tokenizer must have.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> chunk = new("--chunk", "-c") { Description = "Letters of a chunk; 0 takes sequences whole." };

    private readonly Option<int> shortest = new("--min_chunk", "--min-chunk")
    {
        Description = "Shorter last chunks are left out, and counted.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> learned = new("--learn_tokens", "--learn-tokens")
    {
        Description = "Learn so many tokens from the training split, instead of TOKENISER.",
    };

    private readonly Option<double> train = Share("train", Usual.Ratios.Train);

    private readonly Option<double> test = Share("test", Usual.Ratios.Test);

    private readonly Option<double> valid = Share("val", Usual.Ratios.Valid);

    private readonly Option<bool> unshuffled = new("--no_shuffle", "--no-shuffle") { Description = "Deal records out in file order." };

    private readonly Option<long> seed = new("--seed")
    {
        Description = "The same seed gives the same splits.",
        DefaultValueFactory = _ => Usual.Seed,
    };

    private readonly Option<bool> compat = new("--compat")
    {
        Description = "Split as genomeNLP does: chunks and reverse complements of one sequence apart, shares of test and validation "
            + "exchanged. Scores on such splits are not honest.",
    };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replace the folder." };

    /// <summary>Gives a command these flags.</summary>
    public void AddTo(Command command, bool tokeniserIsNeeded)
    {
        tokeniser.Arity = tokeniserIsNeeded ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
        command.Arguments.Add(tokeniser);
        foreach (var option in new Option[]
        {
            output, specials, chunk, shortest, learned, train, test, valid, unshuffled, seed, compat, overwrite,
        })
            command.Options.Add(option);
    }

    /// <summary>How records are made and split.</summary>
    public CreationOptions Options(ParseResult parsed) => new()
    {
        Chunk = parsed.GetValue(chunk),
        MinimumChunk = parsed.GetValue(shortest),
        LearnTokens = parsed.GetValue(learned) is > 0 and var size ? Tokens(parsed, size) : null,
        Split = Usual with
        {
            Method = parsed.GetValue(compat) ? SplitMethod.Sequential : Usual.Method,
            Ratios = Ratios(parsed.GetValue(train), parsed.GetValue(test), parsed.GetValue(valid), parsed.GetValue(compat)),
            Shuffle = !parsed.GetValue(unshuffled),
            Seed = parsed.GetValue(seed),
        },
    };

    // Where both are made, genomeNLP gives each the share of the other.
    private static SplitRatios Ratios(double train, double test, double valid, bool exchanged) =>
        exchanged && valid > 0 ? new(train, test, valid) : new(train, valid, test);

    private TokenizerTrainingOptions Tokens(ParseResult parsed, int size) => new()
    {
        VocabularySize = size,
        SpecialTokens = parsed.GetValue(specials) is { Length: > 0 } named ? named : TokenizerTrainingOptions.UsualSpecialTokens,
    };

    /// <summary>The data set to make.</summary>
    /// <exception cref="UsageException">OH2031: the folder exists; OH1650: the tokenizer lacks a special token.</exception>
    public CreationJob Creation(ParseResult parsed, CreationColumns columns, CreationOptions options)
    {
        var folder = OverwriteCheck.Folder(parsed.GetValue(overwrite), parsed.GetValue(output)!);
        return new(new SplitOutput(folder, GenomeNlp.Forms), columns, options) { Tokenizer = Tokeniser(parsed) };
    }

    private OmniTokenizer? Tokeniser(ParseResult parsed)
    {
        var wanted = parsed.GetValue(specials) ?? [];
        if (parsed.GetValue(tokeniser) is not { } folder)
            return wanted.Length == 0 || parsed.GetValue(learned) > 0
                ? null
                : throw new UsageException("OH1650", "special tokens are named, but no tokenizer");
        var read = OmniTokenizer.FromPretrained(folder);
        foreach (var token in wanted)
            if (read.IdOf(token) is null)
                throw new UsageException("OH1650", $"the tokenizer has no token '{token}'", folder);
        return read;
    }

    private static Option<double> Share(string name, double usual) => new($"--split_{name}", $"--split-{name}")
    {
        Description = $"Share of {(name == "val" ? "validation" : name)}.",
        DefaultValueFactory = _ => usual,
    };
}
