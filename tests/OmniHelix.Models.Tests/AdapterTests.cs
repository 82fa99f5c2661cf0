using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

/// <summary>Low-rank adapters: what they are put around, what is stored, and what is refused.</summary>
public sealed class AdapterTests : IDisposable
{
    private static readonly OmniModelOptions Head = new() { LabelNames = ["a", "b", "c"] };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ANewAdapterChangesNothingAndIsWhatIsTrained()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Base(), TaskType.SequenceClassification, Head, seed: 1);
        model.Eval();
        var before = Logits(model);
        var adapter = model.AddAdapter(new LoraConfig { Rank = 2, Targets = ["query", "dense"] }, seed: 3);
        Assert.Equal(before, Logits(model));
        string[] layers =
        [
            "OmniGenome.encoder.layer.0.attention.self.query", "OmniGenome.encoder.layer.0.attention.output.dense",
            "OmniGenome.encoder.layer.0.intermediate.dense", "OmniGenome.encoder.layer.0.output.dense",
        ];
        Assert.Equal(layers, adapter.Layers);
        var whole = model.TrainableParameters().Where(entry => !entry.Name.Contains(".lora_", StringComparison.Ordinal));
        Assert.Equal(["classifier.weight", "classifier.bias"], whole.Select(entry => entry.Name));
        Assert.Equal(adapter.TrainedCount, model.ParameterCount(trainable: true));
        Assert.DoesNotContain(model.StoredParameters(), entry => entry.Name.Contains("lora", StringComparison.Ordinal));

        var parameters = model.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Value);
        var down = parameters[layers[0] + ".lora_A.weight"].Value.ToArray<float>();
        Assert.All(down, value => Assert.InRange(value, -0.25f, 0.25f));
        Assert.Equal(0.25 / Math.Sqrt(3), Math.Sqrt(down.Average(value => value * value)), 0.04);
        Assert.All(parameters[layers[0] + ".lora_B.weight"].Value.ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(false, false, AdapterBias.None)]
    [InlineData(true, true, AdapterBias.LoraOnly)]
    [InlineData(true, false, AdapterBias.All)]
    public void StoredLoadedMergedAndTakenApartItComputesTheSame(bool dora, bool rank, AdapterBias bias)
    {
        using var scope = new TensorScope();
        var config = new LoraConfig
        {
            Rank = 3,
            Dora = dora,
            RankStabilised = rank,
            Bias = bias,
            BaseModel = Base(),
            RankPattern = [("output\\.dense", 1)],
        };
        using var model = OmniModel.Create(Base(), TaskType.SequenceClassification, Head, seed: 1);
        var adapter = model.AddAdapter(config, seed: 3);
        Disturb(model);
        model.Eval();
        var logits = Logits(model);
        model.SavePretrained(folder["adapter"]);
        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors", "config.json"],
            Directory.EnumerateFiles(folder["adapter"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        foreach (var trainable in new[] { false, true })
        {
            using var loaded = OmniModel.FromPretrained(folder["adapter"], trainable: trainable);
            loaded.Eval();
            Assert.Equal(Head.LabelNames, loaded.LabelNames);
            Assert.Equal(logits, Logits(loaded));
            Assert.Equal(trainable ? adapter.TrainedCount : 0, loaded.ParameterCount(trainable: true));
        }
        var weights = model.StoredParameters().Select(entry => entry.Value.Value.ToArray<float>()).ToList();
        adapter.Merge();
        Near(logits, Logits(model));
        model.SavePretrained(folder["merged"]);
        using (var merged = OmniModel.FromPretrained(folder["merged"]))
        {
            Assert.Null(merged.Adapter);
            Near(logits, Logits(merged));
        }
        Assert.Equal("OH3514", Assert.Throws<OmniException>(adapter.Merge).Code);
        adapter.Unmerge();
        Assert.Equal(weights, model.StoredParameters().Select(entry => entry.Value.Value.ToArray<float>()));
        Assert.Equal(logits, Logits(model));
        Assert.Equal("OH3514", Assert.Throws<OmniException>(adapter.Unmerge).Code);
    }

    [Fact]
    public void TheEncoderOfAnAdapterWithAHeadIsComputedWithoutIt()
    {
        using var scope = new TensorScope();
        using var model = Adapted();
        model.Eval();
        using var encoder = OmniModel.FromPretrained(folder["adapter"], TaskType.Embedding);
        Assert.Equal(
            model.Forward(Input()).LastHiddenState.ToArray<float>(), encoder.Forward(Input()).LastHiddenState.ToArray<float>());
    }

    // As PEFT leaves it: the head in the adapter, and the configuration of the model beside its weights.
    [Fact]
    public void AnAdapterWithoutConfigurationBringsItsHead()
    {
        using var scope = new TensorScope();
        const string golden = "../lora/bert-query-value";
        using var expected = OmniModel.FromPretrained(Goldens.Encoder($"{golden}/adapter"));
        Directory.CreateDirectory(folder["base"]);
        Directory.CreateDirectory(folder["adapter"]);
        Goldens.Copy($"{golden}/base", folder["base"], name => name.StartsWith("classifier", StringComparison.Ordinal) ? null : name);
        foreach (var file in Directory.EnumerateFiles(Goldens.Encoder($"{golden}/adapter")))
            File.Copy(file, Path.Combine(folder["adapter"], Path.GetFileName(file)));
        using var loaded = OmniModel.FromPretrained(folder["adapter"]);
        Assert.Equal(TaskType.SequenceClassification, loaded.Task);
        Assert.Equal("LABEL_0", loaded.LabelNames[0]);
        Assert.Equal(Logits(expected), Logits(loaded));
    }

    [Fact]
    public void ABaseIsFoundBesideTheAdapter()
    {
        using var scope = new TensorScope();
        using var model = Adapted();
        Change(text => text.Replace(Base(), "base", StringComparison.Ordinal));
        using var loaded = OmniModel.FromPretrained(folder["adapter"]);
        Assert.Equal(TaskType.SequenceClassification, loaded.Task);
    }

    [Theory]
    [InlineData("querry", "query")]
    [InlineData("nothing", "query")]
    public void TargetsThatMatchNothingNameWhatThereIs(string target, string near)
    {
        using var model = OmniModel.Create(Base(), TaskType.SequenceClassification, Head, seed: 1);
        var error = Assert.Throws<OmniException>(() => model.AddAdapter(new LoraConfig { Targets = [target] }, seed: 1));
        Assert.Equal("OH3510", error.Code);
        Assert.Contains(near, error.Advice, StringComparison.Ordinal);
        Assert.Null(model.Adapter);
    }

    [Fact]
    public void RanksPatternsAndASecondAdapterAreRefused()
    {
        using var model = OmniModel.Create(Base(), TaskType.SequenceClassification, Head, seed: 1);
        Assert.Equal("OH3511", Code(new LoraConfig { Rank = 17, Targets = ["query"] }));
        Assert.Equal("OH3512", Code(new LoraConfig { TargetPattern = "(query" }));
        Assert.Equal("OH3512", Code(new LoraConfig { TargetPattern = "(?=query).*" }));
        Assert.Equal("OH3510", Code(new LoraConfig { Layers = [7] }));
        model.AddAdapter(new LoraConfig { Rank = 2 }, seed: 1);
        Assert.Equal("OH3513", Code(new LoraConfig { Rank = 2 }));

        string Code(LoraConfig config) => Assert.Throws<OmniException>(() => model.AddAdapter(config, seed: 1)).Code;
    }

    // A pattern that takes years to match where one looks for it by going back.
    [Fact]
    public void AHostilePatternIsReadInTime()
    {
        using var model = OmniModel.Create(Base(), TaskType.SequenceClassification, Head, seed: 1);
        var config = new LoraConfig { TargetPattern = "(([a-zA-Z0-9._]+)+)+!" };
        var error = Assert.Throws<OmniException>(() => model.AddAdapter(config, seed: 1));
        Assert.Equal("OH3510", error.Code);
    }

    [Theory]
    [InlineData("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "OH3515")]
    [InlineData("\"r\": 2", "\"r\": 2, \"use_qalora\": true", "OH3515")]
    [InlineData("\"r\": 2", "\"r\": 2, \"layer_replication\": [[0, 1]]", "OH3515")]
    [InlineData("\"init_lora_weights\": true", "\"init_lora_weights\": \"pissa_niter_4\"", "OH3515")]
    [InlineData("\"fan_in_fan_out\": false", "\"fan_in_fan_out\": true", "OH3515")]
    [InlineData("\"bias\": \"none\"", "\"bias\": \"some\"", "OH3202")]
    [InlineData("\"r\": 2", "\"r\": 0", "OH3202")]
    [InlineData("\"r\": 2", "\"r\": \"two\"", "OH3202")]
    [InlineData("\"rank_pattern\": {}", "\"rank_pattern\": {\"(\": 2}", "OH3202")]
    [InlineData("\"layers_to_transform\": null", "\"layers_to_transform\": [0.5]", "OH3202")]
    [InlineData("{", "", "OH3201")]
    public void ConfigurationsThatMeanSomethingElseAreRefused(string part, string other, string code)
    {
        using var model = Adapted();
        Change(text => text.Replace(part, other, StringComparison.Ordinal));
        Assert.Equal(code, Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder["adapter"])).Code);
    }

    [Fact]
    public void AnAdapterOfAnotherModelNamesTheTensor()
    {
        using var model = Adapted();
        using var wider = OmniModel.Create(EsmConfig.OmniGenome(1, 32, 2, 32), TaskType.SequenceClassification, Head, seed: 1);
        var error = Assert.Throws<OmniException>(() => wider.LoadAdapter(folder["adapter"]));
        Assert.Equal("OH3518", error.Code);
        Assert.Contains("lora_A", error.Message, StringComparison.Ordinal);
        using var bert = OmniModel.FromPretrained(Goldens.Encoder("bert-seqcls"), trainable: true);
        Assert.Equal("OH3518", Assert.Throws<OmniException>(() => bert.LoadAdapter(folder["adapter"])).Code);
    }

    [Fact]
    public void FilesThatAreMissingOrTornAreNamed()
    {
        using var model = Adapted();
        Assert.Equal(
            "OH3519", Assert.Throws<OmniException>(() => OmniModel.Create(folder["adapter"], TaskType.Embedding, new(), seed: 1)).Code);
        var weights = Path.Combine(folder["adapter"], "adapter_model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        foreach (var length in new[] { 0, 7, 100, bytes.Length - 1 })
        {
            File.WriteAllBytes(weights, bytes[..length]);
            var error = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder["adapter"]));
            Assert.StartsWith("OH30", error.Code, StringComparison.Ordinal);
        }
        File.Delete(weights);
        Assert.Equal("OH3516", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder["adapter"])).Code);
        Change(text => text.Replace(Base(), folder["gone"], StringComparison.Ordinal));
        Assert.Equal("OH3517", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder["adapter"])).Code);
    }

    private string Base()
    {
        var path = folder["base"];
        if (Directory.Exists(path)) return path;
        using var model = OmniModel.Create(EsmConfig.OmniGenome(1, 16, 2, 32), TaskType.MaskedLanguageModel, new(), seed: 1);
        model.SavePretrained(path);
        return path;
    }

    // In the folder "adapter", and in memory.
    private OmniModel Adapted()
    {
        var model = OmniModel.Create(Base(), TaskType.SequenceClassification, Head, seed: 1);
        model.AddAdapter(new LoraConfig { Rank = 2, BaseModel = Base() }, seed: 3);
        Disturb(model);
        model.SavePretrained(folder["adapter"]);
        return model;
    }

    private void Change(Func<string, string> change)
    {
        var path = Path.Combine(folder["adapter"], "adapter_config.json");
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }

    private static void Disturb(OmniModel model)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        TorchEngine.ManualSeed(9);
        foreach (var (_, parameter) in model.TrainableParameters()) parameter.Value.CopyInPlace(Ops.Randn(parameter.Value.Shape) * 0.3);
    }

    private static ModelInput Input() => new(Tensor.From<long>([0, 4, 5, 6, 9, 2], [1, 6]));

    private static float[] Logits(OmniModel model)
    {
        using var off = GradMode.Off();
        return model.Forward(Input()).Logits.ToArray<float>();
    }

    private static void Near(float[] expected, float[] got)
    {
        foreach (var (one, other) in expected.Zip(got)) Assert.Equal(one, other, 1e-5f);
    }
}
