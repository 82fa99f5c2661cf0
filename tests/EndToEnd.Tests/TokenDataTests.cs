using System.Text.Json;

namespace OmniHelix.EndToEnd.Tests;

public sealed class TokenDataTests : IDisposable
{
    private static readonly string Goldens = SourceTree.PathOf("tests", "goldens", "tokenizers", "genomenlp");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TokensAreWrittenAsTheOriginalPrintsThem()
    {
        var run = OmniProgram.Run(
            "create_dataset_bio", Input("a.fa"), Input("b.fa"), Tokenizer, "-o", folder["data"], "--no_shuffle", "--compat");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var split in (string[])["train", "test", "valid"])
            Assert.Equal(
                File.ReadAllText(Path.Combine(Goldens, "dataset_noshuffle", split + ".csv")),
                File.ReadAllText(folder["data", split + ".csv"]));
    }

    [Fact]
    public void OfOneSequenceAllChunksAndBothStrandsAreInOneSplit()
    {
        var run = OmniProgram.Run(
            "create_dataset_bio", Input("a40.fa.gz"), Input("b40.fa"), Tokenizer, "-o", folder["data"], "-c", "30", "--min_chunk", "15");
        Assert.True(run.ExitCode == 0, run.Error);
        var splits = new Dictionary<string, HashSet<string>>();
        foreach (var split in (string[])["train", "test", "valid"])
        {
            var records = File.ReadLines(folder["data", split + ".json"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            Assert.All(records, record => Assert.InRange(record.GetProperty("feature").GetString()!.Length, 15, 30));
            Assert.Contains(records, record => record.GetProperty("idx").GetString()!.EndsWith("__RC", StringComparison.Ordinal));
            splits[split] = [.. records.Select(ParentOf)];
        }
        Assert.Empty(splits["train"].Intersect(splits["test"]).Concat(splits["train"].Intersect(splits["valid"])));
        Assert.Empty(splits["test"].Intersect(splits["valid"]));
    }

    [Fact]
    public void SequencesThatLookLikeMissingValuesStay()
    {
        var run = OmniProgram.Run(
            "create_dataset_bio", Input("a_na.fa"), Input("b_na.fa"), Tokenizer, "-o", folder["data"], "-c", "8", "--no_reverse_complement",
            "--split_train", "1", "--split_test", "0", "--split_val", "0");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("\"feature\":\"NA\"", File.ReadAllText(folder["data", "train.json"]), StringComparison.Ordinal);
        Assert.Contains(",NA,", File.ReadAllText(folder["data", "train.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void SpecialTokensThatTheTokenizerLacksAreRefused()
    {
        var run = OmniProgram.Run(
            "create_dataset_bio", Input("a.fa"), Input("b.fa"), Tokenizer, "-s", "<s>", "[X]", "-o", folder["data"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the tokenizer has no token '[X]'", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public void TokensAreLearnedFromTheTrainingSplitAlone()
    {
        var run = OmniProgram.Run(
            "create_dataset_bio", Input("a40.fa.gz"), Input("b40.fa"), "--learn-tokens", "90", "-s", "<unk>", "[PAD]", "-o",
            folder["data"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("90 tokens learned from the training split", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["data", "tokens.json"]));
        var vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab");
        Assert.Equal(["<unk>", "[PAD]"], vocabulary.EnumerateArray().Take(2).Select(token => token[0].GetString()));
        var again = OmniProgram.Run(
            "create_dataset_bio", Input("a40.fa.gz"), Input("b40.fa"), folder["data", "tokens.json"], "-o", folder["same"]);
        Assert.True(again.ExitCode == 0, again.Error);
        foreach (var split in (string[])["train", "test", "valid"])
            Assert.Equal(File.ReadAllText(folder["data", split + ".csv"]), File.ReadAllText(folder["same", split + ".csv"]));
        Assert.StartsWith(
            "error OH1650",
            OmniProgram.Run("create_dataset_bio", Input("a.fa"), Input("b.fa"), Tokenizer, "--learn-tokens", "90", "-o", folder["x"]).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfLearnedTokensIsPretrainedTrainedAndApplied()
    {
        var data = folder["data"];
        var made = OmniProgram.Run(
            "create_dataset_bio", Input("a40.fa.gz"), Input("b40.fa"), "--learn-tokens", "90", "-o", data,
            "--split_train", "0.8", "--split_test", "0.1", "--split_val", "0.1");
        Assert.True(made.ExitCode == 0, made.Error);
        var config = folder.Write("new/config.json", """
            {
              "model_type": "esm", "vocab_size": 90, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
              "intermediate_size": 32, "max_position_embeddings": 130, "position_embedding_type": "rotary", "pad_token_id": 3,
              "mask_token_id": 4
            }
            """);
        string[] steps = ["--max-steps", "2"];
        string[] tokens = ["--tokenizer", folder["data", "tokens.json"]];
        var pretrained = OmniProgram.Run(
            ["pretrain", "--data", data, "--model", config, "--output", folder["p"], .. tokens, .. steps]);
        Assert.True(pretrained.ExitCode == 0, pretrained.Error);
        var trained = OmniProgram.Run(["train", "--data", data, "--model", folder["p"], "--output", folder["t"], .. steps]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        var again = OmniProgram.Run(
            ["train", "--data", data, "--model", folder["p"], "--output", folder["u"], .. tokens, .. steps]);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(Scores("t"), Scores("u"));
        foreach (var command in (string[])["infer", "embed"])
        {
            var applied = OmniProgram.Run(
                command, "--model", folder["t"], "--input", Input("b40.fa"), "--output", folder[command + ".jsonl"]);
            Assert.True(applied.ExitCode == 0, applied.Error);
            Assert.Equal(40, File.ReadLines(folder[command + ".jsonl"]).Count());
        }
    }

    private string Scores(string run)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(folder[run, "results.json"]));
        return results.RootElement.GetProperty("seeds")[0].GetProperty("test").GetRawText();
    }

    private static string ParentOf(JsonElement record) =>
        record.GetProperty("idx").GetString()!.Split("__PARTIAL")[0] + record.GetProperty("labels").GetInt32();

    private static string Tokenizer => Path.Combine(Goldens, "tokenise_default", "tok200.json");

    private static string Input(string name) => Path.Combine(Goldens, "inputs", name);
}
