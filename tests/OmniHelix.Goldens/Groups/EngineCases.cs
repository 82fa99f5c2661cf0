using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Goldens.Groups;

/// <summary>Gradient clipping, and the random values that the engine gives for a seed.</summary>
internal static partial class EngineCases
{
    public static GoldenCase Clipping(JsonElement one, string name, string path, Tolerance tolerance) => new(name, path, check =>
    {
        using var scope = new TensorScope();
        var parameters = one.GetProperty("gradients").EnumerateArray().Select(gradient =>
        {
            double[] values = MetricsQuestions.Flatten(gradient);
            var parameter = new Parameter([values.Length], DType.Float64);
            parameter.Value.Grad = Tensor.From<double>(values, [values.Length]);
            return parameter;
        }).ToList();
        var total = GradientClipping.ClipNorm(
            parameters,
            GoldenJson.Number(one.GetProperty("max_norm")),
            GoldenJson.Number(one.GetProperty("norm_type")));
        check.Close("total_norm", total, GoldenJson.Number(one.GetProperty("total_norm")), tolerance);
        foreach (var (i, clipped) in one.GetProperty("clipped").EnumerateArray().Index())
            check.Close($"clipped[{i}]", parameters[i].Value.Grad!.ToArray<double>(), MetricsQuestions.Flatten(clipped), tolerance);
    });

    /// <summary>One case for all streams that are known, and a named one for each that is not.</summary>
    public static IEnumerable<GoldenCase> RandomStreams(JsonElement one, string name, string path)
    {
        var seed = one.GetProperty("seed").GetInt64();
        name = string.Create(CultureInfo.InvariantCulture, $"{name}-seed{seed}");
        var known = one.EnumerateObject().Where(p => p.Name != "seed" && Draw(p) is not null).ToList();
        foreach (var stream in one.EnumerateObject().Where(p => p.Name != "seed" && Draw(p) is null))
            yield return GoldenCase.NotUnderstood($"{name}#{stream.Name}", path, "this stream is not drawn by the engine");
        yield return new GoldenCase(name, path, check =>
        {
            foreach (var stream in known)
            {
                using var scope = new TensorScope();
                TorchEngine.ManualSeed(seed);
                check.Close(stream.Name, Draw(stream)!().ToArray<double>(), MetricsQuestions.Flatten(stream.Value), new(1e-7, 1e-6));
            }
        });
    }

    private static Func<Tensor>? Draw(JsonProperty stream)
    {
        var match = Stream().Match(stream.Name);
        if (!match.Success) return null;
        long count = match.Groups["n"].Success ? MetricsQuestions.Integer(match.Groups["n"]) : 0;
        var number = match.Groups["p"].Success ? double.Parse(match.Groups["p"].Value, CultureInfo.InvariantCulture) : 0;
        long[] shape = match.Groups["rows"].Success
            ? [MetricsQuestions.Integer(match.Groups["rows"]), MetricsQuestions.Integer(match.Groups["columns"])]
            : [];
        return match.Groups["kind"].Value switch
        {
            "rand" => () => Ops.Rand([count], DType.Float32),
            "rand_double" => () => Ops.Rand([count], DType.Float64),
            "randn" => () => Ops.Randn([count], DType.Float32),
            "randperm" => () => Ops.Randperm(count, DType.Int64),
            "dropout" => () => Ops.Dropout(Ops.Ones([count], DType.Float32), number, true),
            "normal_0" => () => Filled(shape, p => Initialization.Normal(p, number)),
            "xavier_uniform" => () => Filled(shape, Initialization.XavierUniform),
            "kaiming_uniform_a5" => () => Filled(shape, p => Initialization.KaimingUniform(p, Math.Sqrt(5))),
            _ => null,
        };
    }

    private static Tensor Filled(long[] shape, Action<Parameter> initialise)
    {
        var parameter = new Parameter(shape);
        initialise(parameter);
        return parameter.Value;
    }

    [GeneratedRegex(
        @"^(?<kind>rand|rand_double|randn|randperm|dropout|normal_0|xavier_uniform|kaiming_uniform_a5)"
            + @"(_(?<p>0\.\d+)(_ones)?)?_((?<rows>\d+)x(?<columns>\d+)|(?<n>\d+))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Stream();
}
